/**
 * How the attachments of a submission stand: each is sent, then named by a receipt, and only then leaves the phone. Pure.
 */

/** @typedef {import("./queue.js").ItemRow} ItemRow */
/** @typedef {import("./receipts.js").Held} Held */
/**
 * @typedef {object} FileState
 * @property {string} [place]  where its upload was begun
 * @property {boolean} [sent]  whole, as the service counted it; no receipt names it yet
 * @property {boolean} [held]  a receipt named it
 * @property {number} [tries]  how often it was sent whole and not taken for what it is
 * @property {string | null} [problem]
 */

/** Times that a file is sent anew before it is laid aside. */
const TRIES = 3;

/** @param {ItemRow} item @param {string} id @returns {FileState} */
export const stateOf = ({ files }, id) => files?.[id] ?? {};

/** Still to be sent. @param {ItemRow} item */
export const unsent = (item) =>
    item.about.attachments.filter(({ id }) => {
        const { held, sent, problem } = stateOf(item, id);
        return item.state === "files" && !held && !sent && !problem;
    });

/** Whether everything that can be sent was, so that the submission goes again and asks for what is held. @param {ItemRow} item */
export const asks = (item) =>
    item.state === "files" && unsent(item).length === 0 && item.about.attachments.some(({ id }) => isAwaited(stateOf(item, id)));

/** @param {FileState} state */
const isAwaited = ({ sent, held, problem }) => Boolean(sent && !held && !problem);

/**
 * After a receipt: what it names is held. What was sent whole and is not named was not what it should be, and goes anew.
 * @param {ItemRow} item @param {Held[]} held @returns {Record<string, FileState>}
 */
export function asSent(item, held) {
    const isHeld = (/** @type {Held} */ { id, sha256 }) => held.some((one) => one.id === id && one.sha256 === sha256);
    return Object.fromEntries(item.about.attachments.map((file) => [file.id, isHeld(file) ? { held: true } : notTaken(stateOf(item, file.id))]));
}

/** @param {FileState} state @returns {FileState} */
function notTaken(state) {
    if (!isAwaited(state)) return state;
    const tries = (state.tries ?? 0) + 1;
    return { tries, problem: tries < TRIES ? null : "not-taken" };
}

/** Whether a receipt has named them all. @param {ItemRow} item @param {Record<string, FileState>} files */
export const isOver = ({ about }, files) => about.attachments.every(({ id }) => files[id]?.held);

/** Another chance for what was laid aside. @param {ItemRow} item @returns {Record<string, FileState>} */
export const anew = ({ files = {} }) =>
    Object.fromEntries(Object.entries(files).map(([id, state]) => [id, state.problem ? {} : state]));

/** The submission could not be sent again to ask. @param {ItemRow} item @param {string} problem @returns {Record<string, FileState>} */
export const refused = (item, problem) =>
    Object.fromEntries(item.about.attachments.map(({ id }) => [id, isAwaited(stateOf(item, id)) ? { ...stateOf(item, id), problem } : stateOf(item, id)]));

/** What to say of them: null where there are none. @param {ItemRow} item @returns {import("../types.d.ts").FilesSent | null} */
export function standing(item) {
    const states = item.about.attachments.map(({ id }) => stateOf(item, id));
    if (states.length === 0) return null;
    return {
        sent: states.filter(({ sent, held }) => sent || held).length,
        total: states.length,
        problem: states.find(({ problem }) => problem)?.problem ?? null,
    };
}
