/**
 * Controls and the object that they say. A control names its place in the object by `data-key`
 * ("safe_contact.how") and, where a string is not what is meant, its kind by `data-kind`:
 * `list` (the ticked values), `boolean` (ticked or absent), `truth` (a radio of "true" or "false"), `number`,
 * `lines` (one string a line), `places` (one address, its postcode known by its look), `time` (RFC 3339 from local time), `date` (an element with a day, month and year;
 * the value is as much of "2016-05-14" as is known).
 */
import { format, parse, partialDate } from "./kinds.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @typedef {Field | HTMLElement} Control */

const KEYED = "[data-key]";

/** @param {ParentNode} container @returns {Control[]} */
export const controlsOf = (container) => [.../** @type {NodeListOf<Control>} */ (container.querySelectorAll(KEYED))];

/**
 * What the controls say, laid over what was there: members that have no control stay.
 * A blank control leaves no member.
 * @param {ParentNode} container
 * @param {Record<string, any>} [before]
 * @returns {Record<string, any>}
 */
export function readGroup(container, before = {}) {
    const said = structuredClone(before);
    const controls = controlsOf(container);
    for (const control of controls) put(said, keyOf(control), undefined);
    for (const control of controls) {
        const value = valueOf(control, get(said, keyOf(control)));
        if (value !== undefined) put(said, keyOf(control), value);
    }
    return said;
}

/**
 * Sets the controls to what the object says.
 * @param {ParentNode} container
 * @param {Record<string, any>} said
 */
export function writeGroup(container, said) {
    for (const control of controlsOf(container)) show(control, get(said, keyOf(control)));
}

/** @param {Control} control */
const keyOf = (control) => control.dataset.key ?? "";

/**
 * @param {Control} control
 * @param {any} sofar what an earlier control of the same key said
 */
function valueOf(control, sofar) {
    const kind = control.dataset.kind;
    if (kind === "date") return partialDate(...DATE_PARTS.map((name) => datePart(control, name)?.value.trim() ?? ""));
    const field = /** @type {Field} */ (control);
    if (field.type === "radio") return ticked(field) ? parse(kind, field.value) : sofar;
    if (kind === "boolean") return ticked(field) || undefined;
    if (kind === "list") return ticked(field) ? [...(sofar ?? []), field.value] : sofar;
    return parse(kind, field.value.trim());
}

const DATE_PARTS = ["year", "month", "day"];

/** @param {Control} control @param {string} name @returns {HTMLInputElement | null} */
const datePart = (control, name) => control.querySelector(`[data-date="${name}"]`);

/** @param {Field} control */
const ticked = (control) => "checked" in control && control.checked;

/**
 * @param {Control} control
 * @param {any} value
 */
function show(control, value) {
    const kind = control.dataset.kind;
    if (kind === "date") return showDate(control, value);
    const field = /** @type {HTMLInputElement} */ (control);
    if (field.type === "radio") field.checked = field.value === String(value);
    else if (kind === "boolean") field.checked = value === true;
    else if (kind === "list") field.checked = (value ?? []).includes(field.value);
    else field.value = format(kind, value);
}

/** @param {Control} control @param {string | undefined} value */
function showDate(control, value) {
    const known = (value ?? "").split("-");
    DATE_PARTS.forEach((name, place) => {
        const input = datePart(control, name);
        if (input) input.value = known[place] ?? "";
    });
}

/** @param {Record<string, any>} object @param {string} path */
export const get = (object, path) => path.split(".").reduce((inner, key) => inner?.[key], /** @type {any} */ (object));

/**
 * Sets or, with undefined, removes a member; objects on the way are made, and taken away again when left empty.
 * @param {Record<string, any>} object @param {string} path @param {any} value
 */
export function put(object, path, value) {
    const [key = "", ...rest] = path.split(".");
    if (rest.length === 0) {
        if (value === undefined) delete object[key];
        else object[key] = value;
        return;
    }
    const inner = (object[key] ??= {});
    put(inner, rest.join("."), value);
    if (Object.keys(inner).length === 0) delete object[key];
}
