/**
 * A form's structure and rules as the page embeds them, and the answers that belong to it.
 *
 * `answers` is the payload's `{question id: {value, source, note}}`. Tolerant: whatever has another
 * shape counts as blank or unknown. Pure.
 *
 * @typedef {Record<string, any>} Answers
 * @typedef {{incidents_in_12_months?: number | null, age?: number | null}} Known  age in years
 * @typedef {number | string} Limit  a number, or "$name" of a threshold
 * @typedef {{answer: string[], of: "factors" | string[], at_least?: Limit, fewer_than?: Limit}} Count
 * @typedef {{
 *   count?: Count, any_yes?: string[], all_yes?: string[],
 *   incidents_in_12_months?: {at_least: Limit}, age_under?: Limit,
 * }} Condition
 * @typedef {{
 *   id: string, kind: string, factor?: number, critical?: boolean, act?: boolean, required?: boolean,
 *   confirm_from_records?: boolean, asked_of?: string, leads_to?: string, options?: string[], when?: string[],
 *   opens_when?: Condition, follow_up?: Question[],
 * }} Question
 * @typedef {{id: string, asked_of?: string, opens_when?: Condition, question: Question[]}} Section
 * @typedef {{id: string, level?: string, prompt?: string, leads_to?: string, when: Condition}} Rule
 * @typedef {{
 *   id: string, version: string, judgement?: string, sections: Section[], rules: Rule[],
 *   thresholds: Record<string, number>,
 * }} Definition
 */

/**
 * The value, or null where the question is blank.
 *
 * @param {Answers} answers
 * @param {string} question
 * @returns {any}
 */
export function valueOf(answers, question) {
    const entry = Object.hasOwn(answers, question) ? answers[question] : null;
    const value = isPlain(entry) && Object.hasOwn(entry, "value") ? entry.value : null;
    return isBlank(value) ? null : value;
}

/** @param {unknown} value */
function isBlank(value) {
    if (value === undefined || value === null || value === "") return true;
    return Array.isArray(value) ? value.length === 0 : isPlain(value) && Object.keys(value).length === 0;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, any>}
 */
function isPlain(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Whether a value is, or a list of values holds, one of these codes.
 *
 * @param {unknown} value
 * @param {readonly string[]} wanted
 */
export function hasOneOf(value, wanted) {
    const held = Array.isArray(value) ? value : [value];
    return held.some((each) => typeof each === "string" && wanted.includes(each));
}

/**
 * A known input, or null.
 *
 * @param {Known} known
 * @param {"incidents_in_12_months" | "age"} name
 */
export function number(known, name) {
    const value = known[name];
    return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/**
 * @param {Limit} limit
 * @param {Definition} definition
 */
export function limitOf(limit, definition) {
    return typeof limit === "number" ? limit : (definition.thresholds[limit.slice(1)] ?? NaN);
}

/**
 * Every question with those beneath it, in the order of asking.
 *
 * @param {Definition} definition
 * @returns {Question[]}
 */
export function questionsOf(definition) {
    return definition.sections.flatMap((section) => section.question.flatMap(walk));
}

/**
 * Ids of the factors, by their number.
 *
 * @param {Definition} definition
 */
export function factorsOf(definition) {
    const factors = questionsOf(definition).filter((question) => question.factor);
    return factors.sort((one, other) => (one.factor ?? 0) - (other.factor ?? 0)).map((question) => question.id);
}

/**
 * @param {Question} question
 * @returns {Question[]}
 */
function walk(question) {
    return [question, ...(question.follow_up ?? []).flatMap(walk)];
}
