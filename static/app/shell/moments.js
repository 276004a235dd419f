/** Times as a practitioner reads them, in the language of the page. */
import { say } from "./words.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "02:14" today, else with the date. @param {string} moment RFC 3339 @param {Date} [now] */
export function timeOf(moment, now = new Date()) {
    const then = new Date(moment);
    const today = then.toDateString() === now.toDateString();
    /** @type {Intl.DateTimeFormatOptions} */
    const time = { hour: "2-digit", minute: "2-digit", hour12: false };
    return new Intl.DateTimeFormat(language(), today ? time : { day: "numeric", month: "short", ...time }).format(then);
}

/** "14 min". @param {string} moment RFC 3339 @param {number} [now] ms */
export function ageOf(moment, now = Date.now()) {
    const passed = Math.max(0, now - Date.parse(moment));
    if (passed < MINUTE) return say(document, "age.now");
    if (passed < HOUR) return say(document, "age.minutes", { n: Math.floor(passed / MINUTE) });
    if (passed < 2 * DAY) return say(document, "age.hours", { n: Math.floor(passed / HOUR) });
    return say(document, "age.days", { n: Math.floor(passed / DAY) });
}

/** "en" is read as British: the 24-hour clock, the day before the month. */
const language = () => (document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang);
