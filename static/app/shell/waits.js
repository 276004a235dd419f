/** Whose submissions wait on a device of several, by initials: "3 wait: AB 2, CD 1 · oldest 2 h". */
import { ageOf } from "./moments.js";
import { say } from "./words.js";

/** @import { Enrolled, OutboxSummary } from "../types.d.ts" */

/**
 * By initials, the vaults of one practitioner together; what does not answer apart. Pure.
 * @param {Enrolled[]} enrolled @param {OutboxSummary["whose"]} whose
 */
export function byMark(enrolled, whose) {
    /** @type {Map<string, number>} */
    const waits = new Map();
    /** @type {Set<string>} */
    const silent = new Set();
    for (const { vault, unsent } of whose) {
        const mark = enrolled.find((one) => one.vault === vault)?.mark ?? "?";
        if (unsent === null) silent.add(mark);
        else waits.set(mark, (waits.get(mark) ?? 0) + unsent);
    }
    return { waits: [...waits], silent: [...silent] };
}

/** "" where nothing waits, or one practitioner has the device alone. @param {Enrolled[]} enrolled @param {Pick<OutboxSummary, "whose" | "oldest">} summary */
export function waitsOf(enrolled, { whose, oldest }) {
    const { waits, silent } = byMark(enrolled, whose);
    if (!hasSeveral(enrolled)) return "";
    const list = new Intl.ListFormat(document.documentElement.lang, { type: "unit", style: "short" });
    const n = waits.reduce((sum, [, count]) => sum + count, 0);
    const who = list.format(waits.map(([mark, count]) => `${mark} ${count}`));
    const category = new Intl.PluralRules(document.documentElement.lang).select(n);
    return [
        n ? say(document, `waits.${category}`, { n, who }) : "",
        n && oldest ? say(document, "status.oldest", { age: ageOf(oldest) }) : "",
        silent.length ? say(document, "waits.silent", { who: list.format(silent) }) : "",
    ].filter(Boolean).join(" · ");
}

/** @param {Enrolled[]} enrolled */
export const hasSeveral = (enrolled) =>
    new Set(enrolled.filter(({ revoked }) => !revoked).map(({ practitioner }) => practitioner.id)).size > 1;
