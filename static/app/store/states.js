/** What becomes of a draft besides being typed into: discarded with its forms, restored, opened again. */
import { problem } from "../problem.js";

/** @typedef {import("../vault/safe.js").Safe} Safe */
/** @typedef {import("./records.js").Head} Head */

/**
 * @param {object} parts
 * @param {() => Safe} parts.need  the open vault; throws `locked`
 * @param {import("./writer.js").Writer} parts.writer
 * @param {import("./heads.js").Heads} parts.heads
 * @param {import("./edits.js").Edits} parts.edits
 */
export function createStates({ need, writer, heads, edits }) {
    /** A lock that this took is given back. @param {string} id @param {(head: Head) => Head} next */
    async function change(id, next) {
        const held = edits.isMine(id);
        await writer.changeHead(need(), id, next);
        if (!held) edits.release(id);
    }

    /** @param {string} encounter @param {(head: Head) => boolean} fits */
    async function formsOf(encounter, fits) {
        const all = await heads.all(need());
        return all.map(({ head }) => head).filter((head) => head.encounter === encounter && fits(head));
    }

    return {
        formsOf,

        /** @param {string} id @param {string} reason */
        async discard(id, reason) {
            const forms = await formsOf(id, ({ state }) => state === "open");
            for (const form of forms) await change(form.id, (head) => ({ ...discarded(head, reason), discarded_with: id }));
            await change(id, (head) => discarded(head, reason));
        },

        /** @param {string} id */
        async restore(id) {
            await change(id, restored);
            for (const form of await formsOf(id, (head) => head.discarded_with === id)) await change(form.id, restored);
        },

        /** Another form for an encounter that was sent already. @param {string} encounter */
        async reopen(encounter) {
            const placed = await heads.find(need(), encounter);
            if (placed?.head.state === "submitted") await change(encounter, (head) => ({ ...head, state: "open" }));
        },
    };
}

/** @param {Head} head @param {string} reason @returns {Head} */
function discarded(head, reason) {
    if (head.state === "submitted") throw problem("submitted");
    return { ...head, state: "discarded", reason };
}

/** @param {Head} head @returns {Head} */
function restored(head) {
    return { ...head, state: head.state === "discarded" ? "open" : head.state, reason: undefined, discarded_with: undefined };
}
