/**
 * What happens next: the level and why, where it goes, why something is unfinished, and Submit.
 * @import { Capture } from "./form.js"
 * @import { WorkList } from "./work_list.js"
 */
import { codeOf } from "../problem.js";
import { opened } from "../shell/opening.js";
import { counted, fill, has, one, say } from "../shell/words.js";
import { routeNeeded } from "./asked.js";
import { valueOf } from "./definition.js";
import { askWhy, keepWhy, leftOut, unexplained } from "./left_out.js";
import { isChased } from "./risk.js";
import { explain } from "./spoken.js";
import { fetchWorkList } from "./work_list.js";

/** @param {Capture} capture */
export function showNext(capture) {
    const section = sectionOf(capture);
    if (capture.sheet.definition.rules.length) explain(capture.page, section, capture.sheet);
    const left = capture.sheet.unfinished().length;
    fill(section, { left: left ? counted(capture.page, "left", left) : "" });
    one(section, "[data-why-unfinished]").hidden = !mustSayWhy(capture);
    showRoute(capture);
    children.set(capture.page, askOfChildren(capture));
}

/** The work list that the children of a page's last screen were taken from. @type {WeakMap<HTMLElement, Promise<WorkList | null>>} */
const children = new WeakMap();

/**
 * Why a child has no record is asked here as in the task list. A page of an earlier build has no room for it, and a
 * list that can't be had holds nothing up.
 * @param {Capture} capture @returns {Promise<WorkList | null>}
 */
async function askOfChildren({ page, app, saver }) {
    if (!app.current.encounter || !page.querySelector("[data-left-out]")) return null;
    await saver.flush();
    const list = await fetchWorkList(app, app.current.encounter).catch(() => null);
    if (list && page.isConnected) askWhy(page, leftOut(list.encounter.fields, list.tasks));
    return list;
}

/** @param {Capture} capture */
const sectionOf = ({ page }) => one(page, '[data-section="next"]');

/** A form may ask for the reason itself. @param {Capture} capture */
const mustSayWhy = ({ sheet }) => sheet.unfinished().length > 0 && valueOf(sheet.answers, "unfinished_reason") === null;

/** @param {Capture} capture */
function showRoute(capture) {
    const section = sectionOf(capture);
    const needed = needs(capture);
    one(section, "[data-route]").hidden = needed === null;
    one(section, "[data-no-consent]").hidden = needed !== "no-consent";
    one(section, "[data-basis]").hidden = needed !== "no-consent" || field(section, "route.to") !== "unit";
}

/** @param {Capture} capture */
function needs({ page, sheet, encounter }) {
    return routeNeeded({ refers: page.dataset.refers ?? "" }, encounter, { level: sheet.assessment.level, answers: sheet.answers });
}

/** What stands in the fields of this part is kept in the draft as it is written. @param {Capture} capture */
export function keepNext(capture) {
    const section = sectionOf(capture);
    const route = { to: field(section, "route.to"), basis: field(section, "route.basis"), reason: field(section, "route.reason") };
    const reason = field(section, "unfinished.reason");
    void capture.saver.put("route", route.to ? filled(route) : undefined);
    void capture.saver.put("unfinished", reason ? { reason } : undefined);
    showRoute(capture);
}

/** @param {Capture} capture */
export function restoreNext(capture) {
    const { route = {}, unfinished = {} } = capture.saver.fields;
    const said = { "route.to": route.to, "route.basis": route.basis, "route.reason": route.reason, "unfinished.reason": unfinished.reason };
    for (const [name, value] of Object.entries(said)) {
        for (const control of controls(sectionOf(capture), name)) {
            if (control.type === "radio") control.checked = control.value === value;
            else if (value) control.value = value;
        }
    }
}

/** @param {HTMLElement} section @param {string} name */
const controls = (section, name) => [.../** @type {NodeListOf<HTMLInputElement>} */ (section.querySelectorAll(`[name="${name}"]`))];

/** @param {HTMLElement} section @param {string} name */
function field(section, name) {
    const all = controls(section, name);
    return (all[0]?.type === "radio" ? all.find((radio) => radio.checked) : all[0])?.value.trim() ?? "";
}

/** @param {Record<string, string>} values */
const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value));

/** @param {Capture} capture */
export async function submit(capture) {
    const { app, page, sheet } = capture;
    const list = await children.get(page);
    if (!isReady(capture)) return;
    await capture.saver.flush();
    if (list) await keepWhy(page, app, list.encounter);
    try {
        if (!(await opened(app))) return refuse(capture, "locked", {});
        const id = await capture.draft();
        const chase = isChased(sheet.assessment.level) && sheet.definition.rules.some((rule) => rule.level) ? [id] : [];
        app.current.sent = await app.outbox.submit([id], { chase });
        app.current.draft = null;
        await app.navigate("/sent");
    } catch (problem) {
        const { detail = {} } = /** @type {{detail?: Record<string, any>}} */ (problem);
        refuse(capture, codeOf(problem) ?? "failed", detail);
    }
}

/** Whatever is missing is shown and gets the focus. @param {Capture} capture */
function isReady(capture) {
    const section = sectionOf(capture);
    const unsaid = mustSayWhy(capture) && !field(section, "unfinished.reason");
    one(section, "[data-problem]").hidden = !unsaid;
    if (unsaid) one(section, '[name="unfinished.reason"]').focus();
    const unrouted = needs(capture) !== null && !isRouted(capture, section);
    if (unrouted) refuse(capture, "route", {});
    const child = unexplained(section);
    if (child) refuse(capture, "fill-left-out", {});
    child?.focus();
    return !unsaid && !unrouted && !child;
}

/** @param {Capture} capture @param {HTMLElement} section */
function isRouted(capture, section) {
    const to = field(section, "route.to");
    if (needs(capture) !== "no-consent" || to !== "unit") return Boolean(to);
    return Boolean(field(section, "route.basis") && field(section, "route.reason"));
}

/** @param {Capture} capture @param {string} code @param {Record<string, any>} detail */
function refuse(capture, code, detail) {
    const shown = one(sectionOf(capture), "[data-refused]");
    shown.textContent = say(capture.page, has(capture.page, code) ? code : "failed", detail);
    shown.hidden = false;
    shown.scrollIntoView({ block: "center" });
}
