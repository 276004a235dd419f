/**
 * From one form to another of the same encounter: what a prompt asks for besides, begun by one tap.
 * @import { Capture } from "./form.js"
 */
import { questionsOf, valueOf } from "./definition.js";
import { fetchWorkList, openTask } from "./work_list.js";

/** Goes to the list where there is none to begin. @param {Capture} capture @param {string} form */
export async function goOnTo(capture, form) {
    const { app } = capture;
    markDone(capture, form);
    await capture.saver.flush();
    await capture.draft();
    const list = await fetchWorkList(app, app.current.encounter ?? "");
    const own = list.tasks.filter((task) => task.form === form && task.state !== "submitted");
    const task = own.find(({ state }) => state === "todo") ?? own[0];
    return task ? openTask(app, list, task) : app.navigate("/tasks");
}

/** Going on is the act that was called for. @param {Capture} capture @param {string} form */
function markDone({ sheet, put }, form) {
    const acts = questionsOf(sheet.definition).filter((question) => question.leads_to === form && sheet.open.questions.has(question.id));
    for (const { id } of acts) if (valueOf(sheet.answers, id) === null) put(id, { value: "done", source: "practitioner" }, true);
}
