/**
 * Whether a condition holds, and what is open on the screen. Twin: forms/conditions.py. Pure.
 *
 * @import { Answers, Condition, Count, Definition, Known, Question, Section } from "./definition.js"
 */
import { factorsOf, hasOneOf, limitOf, number, questionsOf, valueOf } from "./definition.js";

/**
 * All tests together: one that fails decides, else one that is unknown leaves it open (null).
 *
 * @param {Condition} condition
 * @param {Definition} definition
 * @param {Answers} answers
 * @param {Known} known
 * @returns {{holds: boolean | null, unknown: string[]}}
 */
export function verdict(condition, definition, answers, known) {
    const inputs = inputsOf(condition, definition, known);
    const tests = [...testsOf(condition, definition, answers), ...inputs.map(([, holds]) => holds)];
    if (tests.includes(false)) return { holds: false, unknown: [] };
    const unknown = inputs.filter(([, holds]) => holds === null).map(([name]) => name);
    return { holds: unknown.length > 0 ? null : true, unknown };
}

/**
 * What is to be asked, given what was answered. Not known whether: it is asked.
 *
 * @param {Definition} definition
 * @param {Answers} answers
 * @param {Known} known
 * @returns {{sections: Set<string>, questions: Set<string>}}
 */
export function opened(definition, answers, known) {
    const open = definition.sections.filter((section) => opens(section, definition, answers, known));
    const beneath = open.flatMap((section) => section.question.flatMap((question) => under(question)));
    return { sections: new Set(open.map((section) => section.id)), questions: new Set(beneath) };

    /**
     * @param {Question} question
     * @returns {string[]}
     */
    function under(question) {
        if (!opens(question, definition, answers, known)) return [];
        const value = valueOf(answers, question.id);
        const next = (question.follow_up ?? []).filter((each) => hasOneOf(value, each.when ?? []));
        return [question.id, ...next.flatMap(under)];
    }
}

/**
 * Ids of the questions whose answers can open or close something: after a change of any other there is
 * no need to look again.
 *
 * @param {Definition} definition
 * @returns {Set<string>}
 */
export function triggersOf(definition) {
    const questions = questionsOf(definition);
    const conditions = [...definition.sections, ...questions].flatMap((part) => part.opens_when ?? []);
    const parents = questions.filter((question) => question.follow_up?.length).map((question) => question.id);
    return new Set([...parents, ...conditions.flatMap((condition) => named(condition, definition))]);
}

/**
 * @param {Condition} condition
 * @param {Definition} definition
 * @returns {string[]}
 */
function named(condition, definition) {
    const counted = condition.count ? countedIn(condition.count, definition) : [];
    return [...counted, ...(condition.any_yes ?? []), ...(condition.all_yes ?? [])];
}

/**
 * @param {Count} count
 * @param {Definition} definition
 */
function countedIn(count, definition) {
    return count.of === "factors" ? factorsOf(definition) : count.of;
}

/**
 * @param {Condition} condition
 * @param {Definition} definition
 * @param {Answers} answers
 * @returns {boolean[]}
 */
function testsOf({ count, any_yes: any, all_yes: all }, definition, answers) {
    const isYes = (/** @type {string} */ id) => valueOf(answers, id) === "yes";
    return [
        ...(count ? [holdsCount(count, definition, answers)] : []),
        ...(any ? [any.some(isYes)] : []),
        ...(all ? [all.every(isYes)] : []),
    ];
}

/**
 * @param {Count} count
 * @param {Definition} definition
 * @param {Answers} answers
 */
function holdsCount(count, definition, answers) {
    const found = countedIn(count, definition).filter((id) => hasOneOf(valueOf(answers, id), count.answer)).length;
    if (count.at_least !== undefined) return found >= limitOf(count.at_least, definition);
    return count.fewer_than !== undefined && found < limitOf(count.fewer_than, definition);
}

/**
 * @param {Condition} condition
 * @param {Definition} definition
 * @param {Known} known
 * @returns {[string, boolean | null][]}
 */
function inputsOf({ incidents_in_12_months: repeated, age_under: under }, definition, known) {
    const incidents = number(known, "incidents_in_12_months");
    const age = number(known, "age");
    /** @type {[string, boolean | null][]} */
    const inputs = [];
    if (repeated) {
        const least = limitOf(repeated.at_least, definition);
        inputs.push(["incidents_in_12_months", incidents === null ? null : incidents >= least]);
    }
    if (under !== undefined) inputs.push(["age", age === null ? null : age < limitOf(under, definition)]);
    return inputs;
}

/**
 * @param {Section | Question} part
 * @param {Definition} definition
 * @param {Answers} answers
 * @param {Known} known
 */
function opens(part, definition, answers, known) {
    return !part.opens_when || verdict(part.opens_when, definition, answers, known).holds !== false;
}
