/**
 * Groups of controls, each of them one field of a draft.
 * @import { Saver } from "./saver.js"
 */
import { all } from "../shell/words.js";
import { readGroup, writeGroup } from "./group.js";

/**
 * Everything in a `[data-field]` outside the people is one field of the draft: an object, or with
 * `data-single` the one value in it.
 * @param {HTMLElement} page
 * @param {Saver} saver
 */
export function mountFields(page, saver) {
    const groups = all(page, "[data-field]");
    for (const group of groups) writeField(group, saver.fields);
    const heard = (/** @type {Event} */ event) => {
        const group = event.target instanceof Element ? event.target.closest("[data-field]") : null;
        if (group instanceof HTMLElement) save(group, saver, event.type);
    };
    page.addEventListener("input", heard);
    page.addEventListener("change", heard);
    return () => {
        page.removeEventListener("input", heard);
        page.removeEventListener("change", heard);
    };
}

/** @param {HTMLElement} group @param {Saver} saver @param {string} event */
function save(group, saver, event) {
    const field = fieldOf(group);
    const read = () => readField(group, saver.fields);
    if (event === "input") saver.soon(field, read);
    else saver.put(field, read());
}

/** @param {HTMLElement} group */
const fieldOf = (group) => group.dataset.field ?? "";

/** @param {HTMLElement} group @param {Record<string, any>} fields */
export function readField(group, fields) {
    const field = fieldOf(group);
    if ("single" in group.dataset) return readGroup(group)[field];
    const said = kept(field, readGroup(group, fields[field] ?? {}));
    return Object.keys(said).length ? said : undefined;
}

/** @param {HTMLElement} group @param {Record<string, any>} fields */
export function writeField(group, fields) {
    const field = fieldOf(group);
    writeGroup(group, "single" in group.dataset ? { [field]: fields[field] } : shown(field, fields[field] ?? {}));
}

/** "No interpreter" is null in the record; on the screen it is one of the choices. @param {string} field @param {Record<string, any>} said */
const kept = (field, said) =>
    field === "asking" && said.interpreter?.mode === "none" ? { ...said, interpreter: null } : said;

/** @param {string} field @param {Record<string, any>} said */
const shown = (field, said) =>
    field === "asking" && said.interpreter === null ? { ...said, interpreter: { mode: "none" } } : said;
