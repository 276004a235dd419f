/**
 * "Stop, not safe to go on" stands in the frame; the screen that can be stopped says what it does.
 * @param {() => unknown} act
 * @returns {() => void} takes the button away again
 */
export function offerStop(act) {
    const button = document.querySelector(".app-bar [data-act='stop']");
    if (!(button instanceof HTMLElement)) return () => undefined;
    button.hidden = false;
    button.addEventListener("click", act);
    return () => {
        button.hidden = true;
        button.removeEventListener("click", act);
    };
}
