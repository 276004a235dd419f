/** Work that can wait until what was tapped is on the screen. */

/** Milliseconds: where nobody looks there are no frames. */
const LONG = 100;

/** What waits for the same frame. @type {(() => void)[] | null} */
let waiting = null;

/** @param {() => void} work */
export function afterFrame(work) {
    if (waiting) return void waiting.push(work);
    const works = (waiting = [work]);
    const full = () => {
        if (waiting === works) waiting = null;
    };
    const shown = () => {
        full();
        works.splice(0).forEach(attempt);
    };
    requestAnimationFrame(() => (full(), setTimeout(shown)));
    setTimeout(shown, LONG);
}

/** One that fails leaves the others their turn. @param {() => void} work */
function attempt(work) {
    try {
        work();
    } catch (error) {
        reportError(error);
    }
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

/** Lets whatever was tapped come first. @returns {Promise<void>} */
export const turn = () => new Promise((resolve) => setTimeout(resolve));
