/** Work that can wait until what was tapped is on the screen. */

/** Milliseconds: where nobody looks there are no frames. */
const LONG = 100;

/** @param {() => void} work */
export function afterFrame(work) {
    let done = false;
    const once = () => {
        if (done) return;
        done = true;
        work();
    };
    requestAnimationFrame(() => setTimeout(once));
    setTimeout(once, LONG);
}

/** One call for however many there are until the next frame. @param {() => void} work */
export function calmly(work) {
    let due = false;
    return () => {
        if (due) return;
        due = true;
        afterFrame(() => {
            due = false;
            work();
        });
    };
}
