/**
 * What the answers add up to: a level, its reasons, and prompts. Twin: forms/rules.py.
 *
 * No rule fired: standard. High wins over everything, else not established. Judgement may raise the
 * level, never lower it. The server evaluates again with what it knows. Pure.
 *
 * @import { Answers, Definition, Known } from "./definition.js"
 * @typedef {"standard" | "medium" | "not_established" | "high"} Level
 * @typedef {{
 *   level: Level, reasons: string[], prompts: string[], unknown: string[], counts: Record<string, number>,
 * }} Assessment  codes, in the form's order; `counts` fill the braces of a reason's or a prompt's words
 */
import { verdict } from "./conditions.js";
import { factorsOf, hasOneOf, number, questionsOf, valueOf } from "./definition.js";

export const ANSWERS = ["yes", "no", "dont_know", "declined", "not_asked_unsafe", "not_asked"];
/** Lowest first; `not_established` is due as high. */
const LEVELS = /** @type {const} */ (["standard", "medium", "not_established", "high"]);
const JUDGED = "professional_judgement";

/** Due soonest: unsent for long, it is told by phone. @param {string | null} level */
export const isChased = (level) => level === "high" || level === "not_established";

/**
 * Takes any answers, complete or not; what it can't read counts as blank.
 *
 * @param {Definition} definition
 * @param {Answers} answers
 * @param {Known} known
 * @returns {Assessment}
 */
export function evaluate(definition, answers, known) {
    const verdicts = definition.rules.map((rule) => ({ rule, ...verdict(rule.when, definition, answers, known) }));
    const fired = verdicts.filter(({ holds }) => holds).map(({ rule }) => rule);
    const levelled = fired.filter((rule) => rule.level);
    const computed = highest(levelled.map((rule) => /** @type {Level} */ (rule.level)));
    const level = highest([computed, judged(definition, answers)]);
    return {
        level,
        reasons: [...levelled.map((rule) => rule.id), ...(level === computed ? [] : [JUDGED])],
        prompts: unique(fired.flatMap((rule) => rule.prompt ?? [])),
        unknown: unique(verdicts.flatMap(({ unknown }) => unknown)).sort(),
        counts: count(definition, answers, known),
    };
}

/**
 * @param {Level[]} levels
 * @returns {Level}
 */
export function highest(levels) {
    const rank = Math.max(0, ...levels.map((level) => LEVELS.indexOf(level)));
    return LEVELS[rank] ?? "standard";
}

/**
 * The figures that reasons and the live count speak of: each of the six answers over the factors,
 * `answered` (yes and no), `not_answered` (all others, blank ones too), `factors`, `incidents` where
 * known, and the thresholds by name.
 *
 * @param {Definition} definition
 * @param {Answers} answers
 * @param {Known} known
 * @returns {Record<string, number>}
 */
export function count(definition, answers, known) {
    const values = factorsOf(definition).map((id) => valueOf(answers, id));
    const tally = (/** @type {string} */ code) => values.filter((value) => hasOneOf(value, [code])).length;
    const each = Object.fromEntries(ANSWERS.map((code) => [code, tally(code)]));
    const answered = values.filter((value) => hasOneOf(value, ["yes", "no"])).length;
    const incidents = number(known, "incidents_in_12_months");
    return {
        ...each,
        answered,
        not_answered: values.length - answered,
        factors: values.length,
        ...(incidents === null ? {} : { incidents: Math.trunc(incidents) }),
        ...definition.thresholds,
    };
}

/**
 * Questions that are open, expected and blank: name them before submit. `open` comes from `opened`.
 *
 * @param {Definition} definition
 * @param {Answers} answers
 * @param {{questions: Set<string>}} open
 */
export function unfinished(definition, answers, open) {
    return questionsOf(definition).filter(
        (question) =>
            (question.factor || question.act || question.required) &&
            open.questions.has(question.id) &&
            valueOf(answers, question.id) === null,
    );
}

/**
 * @param {Definition} definition
 * @param {Answers} answers
 * @returns {Level}
 */
function judged(definition, answers) {
    const value = definition.judgement ? valueOf(answers, definition.judgement) : null;
    return value === "medium" || value === "high" ? value : "standard";
}

/** @param {string[]} codes */
function unique(codes) {
    return [...new Set(codes)];
}
