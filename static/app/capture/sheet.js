/**
 * The answers of one form and what follows from them: worked out when somebody asks, and only what a change can touch. Pure.
 * @import { Answers, Definition, Known } from "./definition.js"
 * @import { Assessment } from "./risk.js"
 */
import { opened, triggersOf } from "./conditions.js";
import { questionsOf, valueOf } from "./definition.js";
import { evaluate, unfinished } from "./risk.js";

/**
 * @typedef {{sections: Set<string>, questions: Set<string>}} Open
 * @typedef {{value: any, source: string, note?: string}} Entry
 * @typedef {{opens: boolean, prompts: string[], reasons: string[]}} Change  what is new
 */

/** @typedef {ReturnType<typeof createSheet>} Sheet */

/**
 * @param {Definition} definition
 * @param {Answers} answers
 * @param {Known} known
 */
export function createSheet(definition, answers, known) {
    const triggers = triggersOf(definition);
    const weighed = weighedIn(definition);
    let open = opened(definition, answers, known);
    let assessment = evaluate(definition, answers, known);
    let told = { open, assessment };
    /** What was answered since it was last worked out. @type {Set<string>} */
    const due = new Set();

    function workOut() {
        const ids = [...due];
        due.clear();
        if (ids.some((id) => triggers.has(id))) open = opened(definition, answers, known);
        if (ids.some((id) => weighed.has(id))) assessment = evaluate(definition, answers, known);
        return { open, assessment };
    }

    return {
        definition,
        answers,
        /** @returns {Open} */
        get open() {
            return workOut().open;
        },
        /** @returns {Assessment} */
        get assessment() {
            return workOut().assessment;
        },
        /**
         * @param {string} id
         * @param {Entry | undefined} entry undefined: blank again
         */
        put(id, entry) {
            if (entry === undefined) delete answers[id];
            else answers[id] = entry;
            due.add(id);
        },
        /** What is new since it was asked last. @returns {Change} */
        change() {
            const before = told;
            told = workOut();
            return {
                opens: told.open !== before.open,
                prompts: added(before.assessment.prompts, assessment.prompts),
                reasons: added(before.assessment.reasons, assessment.reasons),
            };
        },
        unfinished: () => unfinished(definition, answers, workOut().open),
        /** Open questions that may be left as not asked, and are blank, in a section or in all of them. @param {string} [section] */
        blank: (section) => asked(definition, workOut().open, section).filter((id) => valueOf(answers, id) === null),
    };
}

/** Ids of the questions that the rules look at. @param {Definition} definition */
function weighedIn(definition) {
    const factors = questionsOf(definition).filter((question) => question.factor).map((question) => question.id);
    const named = definition.rules.flatMap((rule) => namedIn(rule.when));
    return new Set([...factors, ...named, definition.judgement ?? ""]);
}

/** @param {import("./definition.js").Condition} condition */
export function namedIn({ count, any_yes: any, all_yes: all }) {
    const counted = count && count.of !== "factors" ? count.of : [];
    return [...counted, ...(any ?? []), ...(all ?? [])];
}

/** @param {Definition} definition @param {Open} open @param {string} [section] */
function asked(definition, open, section) {
    const sections = definition.sections.filter((each) => !section || each.id === section);
    const questions = questionsOf({ ...definition, sections });
    return questions.filter((each) => canBeLeft(each) && open.questions.has(each.id)).map((each) => each.id);
}

/** Whether "not asked: unsafe" is one of its answers. @param {import("./definition.js").Question} question */
const canBeLeft = ({ kind, options }) => kind === "answer" || (options ?? []).includes("not_asked_unsafe");

/** @param {string[]} before @param {string[]} now */
const added = (before, now) => now.filter((code) => !before.includes(code));

/** Codes of the prompts that the answers of one section can call for. @param {Definition} definition @param {string} section */
export function promptsOf(definition, section) {
    const here = definition.sections.filter((each) => each.id === section);
    const ids = new Set(questionsOf({ ...definition, sections: here }).map((question) => question.id));
    return new Set(definition.rules.flatMap((rule) => (rule.prompt && namedIn(rule.when).some((id) => ids.has(id)) ? [rule.prompt] : [])));
}
