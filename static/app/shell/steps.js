/** One of several steps of a page is shown: `[data-step]`. */
import { all } from "./words.js";

/** @typedef {{show: (name: string) => void, readonly now: string}} Steps */

/** @param {HTMLElement} page @returns {Steps} */
export function createSteps(page) {
    let now = "";
    return {
        get now() {
            return now;
        },
        show(name) {
            now = name;
            for (const step of all(page, "[data-step]")) step.hidden = step.dataset.step !== name;
            scrollTo(0, 0);
            const shown = page.querySelector(`[data-step="${name}"]`);
            const first = shown?.querySelector("input:not([type=radio]), h1");
            if (first instanceof HTMLElement) first.focus({ preventScroll: true });
        },
    };
}
