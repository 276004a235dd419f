/**
 * Several screens in one page: each `[data-section]` is shown alone, named by the fragment of the address,
 * so that links, the back button and the keyboard need nothing more.
 */
import { all } from "../shell/words.js";

/**
 * @param {HTMLElement} page
 * @param {{ leaving?: () => unknown, shown?: (name: string) => unknown }} [hooks]
 * @returns {() => void} undoes it
 */
export function mountScreens(page, hooks = {}) {
    const sections = all(page, "[data-section]");
    const names = sections.map((section) => section.dataset.section ?? "");

    /** @param {boolean} focus */
    function show(focus) {
        const asked = location.hash.slice(1);
        const name = names.includes(asked) ? asked : names[0] ?? "";
        for (const section of sections) section.hidden = section.dataset.section !== name;
        for (const step of all(page, "[data-step]")) mark(step, step.dataset.step === name);
        hooks.shown?.(name);
        if (focus) begin(sections[names.indexOf(name)]);
    }

    const changed = () => {
        hooks.leaving?.();
        show(true);
    };
    addEventListener("hashchange", changed);
    show(false);
    return () => removeEventListener("hashchange", changed);
}

/** @param {HTMLElement} step @param {boolean} here */
function mark(step, here) {
    if (here) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
}

/** @param {HTMLElement | undefined} section */
function begin(section) {
    scrollTo(0, 0);
    const heading = section?.querySelector("h1, h2");
    if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
}
