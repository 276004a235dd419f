/** What is typed into a control, as the value that it means, and back. Pure. */
import { rfc3339 } from "../time.js";

/**
 * @param {string | undefined} kind
 * @param {string} typed
 */
export function parse(kind, typed) {
    if (typed === "") return undefined;
    if (kind === "truth") return typed === "true";
    if (kind === "number") return Number.isFinite(Number(typed)) ? Number(typed) : undefined;
    if (kind === "lines") return linesOf(typed);
    if (kind === "places") return [placeOf(linesOf(typed))];
    if (kind === "time") return Number.isNaN(Date.parse(typed)) ? undefined : rfc3339(new Date(typed));
    return typed;
}

/** @param {string} typed */
const linesOf = (typed) => typed.split("\n").map((line) => line.trim()).filter(Boolean);

const POSTCODE = /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i;

/** @param {string[]} lines */
function placeOf(lines) {
    const postcode = lines.find((line) => POSTCODE.test(line));
    return postcode ? { lines: lines.filter((line) => line !== postcode), postcode } : { lines };
}

/**
 * @param {string | undefined} kind
 * @param {any} value
 * @returns {string}
 */
export function format(kind, value) {
    if (value === undefined || value === null) return "";
    if (kind === "lines") return value.join("\n");
    if (kind === "places") return [...(value[0]?.lines ?? []), value[0]?.postcode ?? ""].filter(Boolean).join("\n");
    if (kind === "time") return localTime(new Date(value));
    return String(value);
}

/** What a `datetime-local` control holds. @param {Date} moment */
export function localTime(moment) {
    const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
    return shifted.toISOString().slice(0, 16);
}

/**
 * As much of a date as is known; undefined without a year.
 * @param {string} [year] @param {string} [month] @param {string} [day]
 */
export function partialDate(year = "", month = "", day = "") {
    if (!/^\d{4}$/.test(year)) return undefined;
    if (!/^(0?[1-9]|1[0-2])$/.test(month)) return year;
    if (!/^(0?[1-9]|[12]\d|3[01])$/.test(day)) return `${year}-${month.padStart(2, "0")}`;
    return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
