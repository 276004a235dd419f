/**
 * The page's own words, for what the client has to say. `<template data-words="key">…{name}…</template>` is a
 * sentence; `<template data-part="name">` is a piece of page to be cloned, its gaps marked `data-slot="gap"`.
 */

/**
 * @param {ParentNode} page
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(page, key, values = {}) {
    const template = page.querySelector(`template[data-words="${CSS.escape(key)}"]`);
    return filled(template instanceof HTMLTemplateElement ? template.content.textContent ?? "" : "", values);
}

/** The sentence with the plural that the number asks for. @param {ParentNode} page @param {string} key @param {number} n */
export const counted = (page, key, n) => say(page, `${key}.${new Intl.PluralRules(document.documentElement.lang).select(n)}`, { n });

/** Whether the page has the sentence. @param {ParentNode} page @param {string} key */
export const has = (page, key) => page.querySelector(`template[data-words="${CSS.escape(key)}"]`) !== null;

/**
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export const filled = (sentence, values) =>
    sentence.trim().replace(/\{(\w+)\}/g, (gap, name) => (name in values ? String(values[name]) : gap));

/**
 * A copy of a part, with `__id__` in its ids replaced, so that labels find their controls.
 * @param {ParentNode} page
 * @param {string} name
 * @param {Record<string, string | number>} [slots]
 * @param {string} [id]
 * @returns {HTMLElement}
 */
export function part(page, name, slots = {}, id = "") {
    const template = page.querySelector(`template[data-part="${CSS.escape(name)}"]`);
    if (!(template instanceof HTMLTemplateElement)) throw new Error(`${name}: the page has no <template data-part> of that name`);
    const copy = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    if (id) rename(copy, id);
    fill(copy, slots);
    return copy;
}

const NAMED = ["id", "for", "name", "aria-describedby", "aria-labelledby", "aria-controls"];

/** @param {HTMLElement} copy @param {string} id */
function rename(copy, id) {
    for (const element of [copy, ...copy.querySelectorAll("*")]) {
        for (const attribute of NAMED) {
            const value = element.getAttribute(attribute);
            if (value?.includes("__id__")) element.setAttribute(attribute, value.replaceAll("__id__", id));
        }
    }
}

/**
 * Puts text into the gaps; an empty one hides its element.
 * @param {ParentNode} element
 * @param {Record<string, string | number>} slots
 */
export function fill(element, slots) {
    for (const [name, value] of Object.entries(slots)) {
        for (const gap of element.querySelectorAll(`[data-slot="${CSS.escape(name)}"]`)) {
            gap.textContent = String(value);
            if (gap instanceof HTMLElement) gap.hidden = value === "";
        }
    }
}

/** @param {ParentNode} page @param {string} selector @returns {HTMLElement} */
export function one(page, selector) {
    const found = page.querySelector(selector);
    if (!(found instanceof HTMLElement)) throw new Error(`${selector}: the page has no such element`);
    return found;
}

/** @param {ParentNode} page @param {string} selector */
export const all = (page, selector) => /** @type {HTMLElement[]} */ ([...page.querySelectorAll(selector)]);

/**
 * Calls `act` for clicks on `[data-act]` inside; returns what undoes it.
 * @param {HTMLElement} page
 * @param {Record<string, (button: HTMLElement) => unknown>} acts
 */
export function onActs(page, acts) {
    const heard = (/** @type {Event} */ event) => {
        const button = event.target instanceof Element ? event.target.closest("[data-act]") : null;
        if (button instanceof HTMLElement && page.contains(button)) acts[button.dataset.act ?? ""]?.(button);
    };
    page.addEventListener("click", heard);
    return () => page.removeEventListener("click", heard);
}
