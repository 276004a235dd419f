import assert from "node:assert/strict";
import { test } from "node:test";
import { missingOf, routeNeeded, standing, tasksOf } from "../../../static/app/capture/asked.js";
import { leftOut } from "../../../static/app/capture/left_out.js";

/** @type {any} */
const definition = {
    id: "dash", version: "1", thresholds: {}, rules: [{ id: "hurt", level: "high", when: { any_yes: ["hurt"] } }],
    sections: [{ id: "now", question: [{ id: "hurt", kind: "answer", factor: 1 }, { id: "why", kind: "text" }] }],
};
/** @param {string} id @param {Record<string, unknown>} [more] @returns {any} */
const form = (id, more = {}) => ({
    id, version: "1", refers: "asks", subject: null, locales: ["en"], current: true, definition: { ...definition, id }, ...more,
});
const catalogue = {
    asked: { incident: ["dash", "child_voice"], home_visit: ["child_voice"] },
    forms: [form("child_voice", { subject: "child" }), form("dash", { refers: "always" }), form("signs_of_safety")],
};
const victim = { id: "v", role: "victim", given_name: "Anna" };
const child = { id: "c", role: "child" };
const unborn = { id: "u", role: "child", unborn: true };
/** @param {any[]} people */
const incident = (...people) => ({ kind: "incident", ...Object.fromEntries(people.map((person) => [`person.${person.id}`, person])) });
/** @param {string} id @param {Record<string, any>} [more] @returns {any} */
const draft = (id, more = {}) => ({ id, type: "form", form: "dash", version: "1", state: "open", subject: null, fields: {}, ...more });

test("an incident asks for a risk assessment and a record of every child, the unborn too", () => {
    const tasks = tasksOf(catalogue, incident(victim, child, unborn), []);
    assert.deepEqual(tasks.filter((task) => task.asked).map((task) => [task.form, task.subject?.id ?? null]), [
        ["dash", null], ["child_voice", "c"], ["child_voice", "u"],
    ]);
    assert.deepEqual(tasks.filter((task) => !task.asked).map((task) => task.form), ["signs_of_safety"]);
});

test("what a prompt leads to is asked for too, and taken back with it", () => {
    const led = { ...definition, rules: [{ id: "hurt", prompt: "hurt", leads_to: "child_voice", when: { any_yes: ["hurt"] } }] };
    const asking = { ...catalogue, asked: {}, forms: [form("enquiry", { definition: led }), form("child_voice", { subject: "child" })] };
    const said = (/** @type {string} */ value) => draft("e", { form: "enquiry", fields: { "answer.hurt": { value } } });
    const asked = (/** @type {string} */ value) => tasksOf(asking, incident(victim, child), [said(value)]).filter((task) => task.asked);
    assert.deepEqual(asked("yes").map((task) => [task.form, task.subject?.id]), [["child_voice", "c"]]);
    assert.deepEqual(asked("no"), []);
});

test("a child is left out while no record that is asked for was begun, whatever else is about it", () => {
    const concern = { ...catalogue, forms: [...catalogue.forms, form("child_concern", { subject: "child" })] };
    const people = incident(victim, child, unborn);
    const left = (/** @type {any[]} */ ...drafts) => leftOut(people, tasksOf(concern, people, drafts)).map(({ id }) => id);
    assert.deepEqual(left(), ["c", "u"]);
    assert.deepEqual(left(draft("a", { form: "child_concern", subject: "c" })), ["c", "u"]);
    assert.deepEqual(left(draft("a", { form: "child_voice", subject: "c", state: "submitted" })), ["u"]);
});

test("anybody under 18 is a child, whatever the role", () => {
    const young = { id: "y", role: "victim", age_estimate: 16 };
    assert.ok(tasksOf(catalogue, incident(young), []).some((task) => task.subject?.id === "y"));
});

test("a form is finished when nothing expected is blank, and is then complete", () => {
    const begun = tasksOf(catalogue, incident(victim), [draft("d")])[0];
    assert.deepEqual([begun?.state, begun?.left], ["started", 1]);
    const answered = draft("d", { fields: { "answer.hurt": { value: "no" } } });
    assert.equal(tasksOf(catalogue, incident(victim), [answered])[0]?.state, "done");
});

test("two drafts of one form are two tasks", () => {
    const tasks = tasksOf(catalogue, incident(victim), [draft("a", { state: "submitted" }), draft("b")]);
    assert.deepEqual(tasks.filter((task) => task.form === "dash").map((task) => task.state), ["submitted", "started"]);
});

test("a draft of a form that is offered no more is a task like the others", () => {
    const tasks = tasksOf(catalogue, incident(victim, child), [draft("a", { form: "gone" }), draft("b", { form: "gone", subject: "c" })]);
    const gone = tasks.filter((task) => task.form === "gone");
    assert.deepEqual(gone.map(({ draft, subject, asked }) => [draft?.id, subject?.id ?? null, asked]), [["a", null, false], ["b", "c", false]]);
});

test("a draft stays in sight when its form is about a child from now on, or no more", () => {
    const tasks = tasksOf(catalogue, incident(victim, child), [draft("a", { form: "child_voice" }), draft("b", { subject: "c" })]);
    assert.deepEqual(tasks.filter((task) => task.draft).map((task) => task.draft?.id), ["a", "b"]);
});

test("the level is what the rules say of the answers", () => {
    const hurt = draft("d", { fields: { "answer.hurt": { value: "yes" } } });
    assert.equal(standing(catalogue, incident(victim), hurt, null).level, "high");
});

test("what the encounter lacks is named by its screen", () => {
    assert.deepEqual(missingOf(incident()).who, ["victim"]);
    const asking = { alone: "yes", safe_to_talk: "yes", consent: "declined" };
    const whole = { ...incident(victim), danger_now: "no", started_at: "2026-02-03T22:05:00+00:00", place: { postcode: "ZZ99 1AA" }, asking };
    assert.deepEqual(Object.values(missingOf(whole)).flat(), []);
});

const filled = (/** @type {any} */ more = {}) => ({ level: "standard", answers: {}, ...more });

test("at an incident nobody is asked where it goes", () => {
    assert.equal(routeNeeded(form("signs_of_safety"), incident(victim), filled()), null);
});

test("outside an incident a form that asks is routed", () => {
    assert.equal(routeNeeded(form("signs_of_safety"), { kind: "home_visit" }, filled()), "asks");
});

test("an adult's refusal is asked about only without a child and without high risk", () => {
    const dash = form("dash", { refers: "always" });
    const visit = { ...incident(victim), kind: "enquiry", asking: { consent: "declined" } };
    assert.equal(routeNeeded(dash, visit, filled()), "no-consent");
    assert.equal(routeNeeded(dash, visit, filled({ level: "high" })), null);
    assert.equal(routeNeeded(dash, { ...visit, "person.u": unborn }, filled()), null);
    assert.equal(routeNeeded(dash, visit, filled({ answers: { pregnant: { value: "yes" } } })), null);
    assert.equal(routeNeeded(dash, { ...visit, asking: { consent: "no" } }, filled()), "no-consent");
    assert.equal(routeNeeded(dash, { ...visit, asking: { consent: "not_asked" } }, filled()), null);
});
