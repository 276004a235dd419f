/**
 * What an encounter asks for, and how far each form is. Pure.
 * @import { Draft } from "../types.d.ts"
 * @import { Answers, Definition } from "./definition.js"
 * @import { Person } from "./people.js"
 */
import { opened } from "./conditions.js";
import { valueOf } from "./definition.js";
import { evaluate, unfinished } from "./risk.js";
import { ageOf, isChild, peopleOf } from "./people.js";

/** @typedef {{id: string, version: string, refers: string, subject: string | null, locales: string[], offered: string[], definition: Definition, current: boolean}} Offered */
/** @typedef {{asked: Record<string, string[]>, forms: Offered[]}} Catalogue */
/** @typedef {"todo" | "started" | "done" | "submitted"} State */
/** @typedef {{form: string, subject: Person | null, draft: Draft | null, asked: boolean, state: State, left: number, level: string | null}} Task */

/**
 * One task for each form that the kind of encounter asks for, one for each child where the form is about a child; then
 * the forms that may be added, and whatever else was begun.
 * @param {Catalogue} catalogue @param {Record<string, any>} encounter its fields @param {Draft[]} drafts not the discarded ones
 * @returns {Task[]}
 */
export function tasksOf(catalogue, encounter, drafts) {
    const asked = [...(catalogue.asked[encounter.kind] ?? []), ...ledTo(catalogue, encounter, drafts)];
    const current = catalogue.forms.filter((form) => form.current);
    const ordered = [...current].sort((one, other) => rank(asked, one.id) - rank(asked, other.id));
    const tasks = ordered.flatMap((form) => subjects(form, encounter).flatMap((subject) => of(form.id, subject, asked.includes(form.id))));
    const others = drafts.filter((draft) => !tasks.some((task) => task.draft === draft));
    return [...tasks, ...others.map((draft) => task(catalogue, encounter, { form: draft.form ?? "", subject: personOf(encounter, draft), asked: false, draft }))];

    /** @param {string} form @param {Person | null} subject @param {boolean} isAsked @returns {Task[]} */
    function of(form, subject, isAsked) {
        const own = drafts.filter((draft) => draft.form === form && subjectOf(draft) === (subject?.id ?? null));
        const begun = own.map((draft) => task(catalogue, encounter, { form, subject, asked: isAsked, draft }));
        return begun.length ? begun : [{ form, subject, asked: isAsked, draft: null, state: "todo", left: 0, level: null }];
    }
}

/** Asked ones first, in their order. @param {string[]} asked @param {string} form */
const rank = (asked, form) => (asked.includes(form) ? asked.indexOf(form) : asked.length);

/** @param {Draft} draft */
const subjectOf = (draft) => draft.fields.subject ?? draft.subject ?? null;

/** @param {Record<string, any>} encounter @param {Draft} draft */
const personOf = (encounter, draft) => peopleOf(encounter).find((person) => person.id === subjectOf(draft)) ?? null;

/** @param {Offered} form @param {Record<string, any>} encounter @returns {(Person | null)[]} */
function subjects(form, encounter) {
    if (form.subject !== "child") return [null];
    return peopleOf(encounter).filter((person) => isChild(person));
}

/** @param {Catalogue} catalogue @param {Record<string, any>} encounter @param {{form: string, subject: Person | null, asked: boolean, draft: Draft}} begun @returns {Task} */
function task(catalogue, encounter, { form, subject, asked, draft }) {
    const { left, level } = standing(catalogue, encounter, draft, subject);
    const state = draft.state === "submitted" ? "submitted" : left ? "started" : "done";
    return { form, subject, asked, draft, state, left, level };
}

/**
 * How many expected questions are blank, and what the answers add up to.
 * @param {Catalogue} catalogue @param {Record<string, any>} encounter @param {Draft} draft @param {Person | null} subject
 */
export function standing(catalogue, encounter, draft, subject) {
    const definition = definitionOf(catalogue, draft);
    if (!definition) return { left: 0, level: null, prompts: [] };
    const answers = answersOf(draft.fields);
    const about = subject ?? peopleOf(encounter).find((person) => person.role === "victim");
    const known = { age: about ? ageOf(about, new Date()) : null };
    const left = unfinished(definition, answers, opened(definition, answers, known)).length;
    const { level, prompts } = evaluate(definition, answers, known);
    return { left, level: definition.rules.length ? level : null, prompts };
}

/** Forms that a prompt of another asks for besides. @param {Catalogue} catalogue @param {Record<string, any>} encounter @param {Draft[]} drafts */
function ledTo(catalogue, encounter, drafts) {
    return drafts.flatMap((draft) => {
        const rules = definitionOf(catalogue, draft)?.rules ?? [];
        const { prompts } = standing(catalogue, encounter, draft, personOf(encounter, draft));
        return rules.flatMap((rule) => (rule.leads_to && prompts.includes(rule.prompt ?? "") ? [rule.leads_to] : []));
    });
}

/** @param {Catalogue} catalogue @param {Draft} draft */
const definitionOf = (catalogue, draft) => catalogue.forms.find((form) => form.id === draft.form && form.version === draft.version)?.definition;

const PREFIX = "answer.";

/** @param {Record<string, any>} fields */
export const answersOf = (fields) =>
    Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), value]] : [])));

/**
 * What an encounter still lacks, by screen. In a meeting nobody of the family is there to be asked.
 * @param {Record<string, any>} encounter its fields
 * @returns {Record<string, string[]>}
 */
export function missingOf(encounter) {
    const lines = encounter.place?.lines?.length || encounter.place?.postcode;
    return {
        ...(encounter.kind === "meeting" ? {} : missingThere(encounter)),
        what: [encounter.kind ? "" : "kind", encounter.started_at ? "" : "started_at", lines ? "" : "place"].filter(Boolean),
        who: peopleOf(encounter).some((person) => person.role === "victim") ? [] : ["victim"],
        warnings: [],
    };
}

/** @param {Record<string, any>} encounter @returns {Record<string, string[]>} */
const missingThere = ({ danger_now: danger, asking = {} }) => ({
    danger: danger ? [] : ["danger"],
    talk: ["alone", "safe_to_talk", "consent"].filter((name) => !asking[name]),
});

const REFUSED = ["no", "declined"];

/**
 * Whether "refer" or "keep with my agency" is to be chosen: a form that asks, outside an incident; and where an adult
 * declines sharing, no child is in it or expected and neither rules nor judgement say high. As the service decides it.
 * @param {{refers: string} | undefined} form @param {Record<string, any>} encounter
 * @param {{level: string | null, answers: Answers}} filled
 * @returns {null | "asks" | "no-consent"}
 */
export function routeNeeded(form, encounter, { level, answers }) {
    if (!form || encounter.kind === "incident") return null;
    if (form.refers === "asks") return "asks";
    const child = peopleOf(encounter).some((person) => isChild(person)) || valueOf(answers, "pregnant") === "yes";
    const refused = REFUSED.includes(encounter.asking?.consent);
    return refused && !child && level !== "high" ? "no-consent" : null;
}
