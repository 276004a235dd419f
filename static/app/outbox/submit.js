/**
 * From drafts to sealed submissions: everything is signed and sealed first, then stored with the drafts marked
 * submitted in one transaction. If anything fails, or a draft changed meanwhile, all of it stays as it was.
 */
import { again, problem } from "../problem.js";
import { sealHead, stillAt } from "../store/records.js";
import { rfc3339 } from "../time.js";
import { seal, sha256 } from "../vault/seal.js";
import { aboutOf, payloadOf } from "./payload.js";

/** @import { SealedAttachment } from "../vault/attachment.js" */

/** @typedef {import("../vault/safe.js").Safe} Safe */
/** @typedef {import("../store/records.js").Placed} Placed */
/** @typedef {import("../store/records.js").HeadRow} HeadRow */
/** @typedef {import("./queue.js").ItemRow} ItemRow */
/** @typedef {{ row: ItemRow, heavy: import("./queue.js").EnvelopeRow, files: import("./queue.js").FileRow[] }} Sealed */
/** @import { Draft, Id, Submit } from "../types.d.ts" */

/**
 * @param {object} parts
 * @param {import("../store/drafts.js").DraftsCore} parts.drafts
 * @param {import("../store/databases.js").Databases} parts.databases
 * @param {import("./keyset.js").Keyset} parts.keys
 * @param {(form: Draft) => Promise<SealedAttachment[]>} parts.enclose  what goes with a form, sealed
 * @param {() => number} parts.now
 */
export function createSubmit({ drafts, databases, keys, enclose, now }) {
    /** @param {Safe} safe @param {Id[]} ids @param {Submit} options @returns {Promise<Id[]>} */
    async function submit(safe, ids, { chase = [] }) {
        const forms = await Promise.all(ids.map((id) => settled(safe, id)));
        const encounter = await encounterOf(safe, forms.map(({ draft }) => draft));
        const texts = await Promise.all(forms.map(({ draft }) => signable(safe, draft, encounter.draft)));
        const key = await keys.sealing();
        const items = await Promise.all(texts.map((text) => item(safe, text, key, chase)));
        const left = await drafts.formsOf(encounter.draft.id, ({ id, state }) => state === "open" && !ids.includes(id));
        const moving = left.length ? forms : [...forms, encounter];
        const heads = await Promise.all(moving.map(({ placed }) => sealHead(safe, { ...placed.head, state: "submitted", changed_at: time() }, placed)));
        await commit(safe, heads, items).finally(() => drafts.moved(ids));
        return ids;
    }

    /** @param {Safe} safe @param {Id} id */
    async function settled(safe, id) {
        await drafts.settle(id);
        const placed = await drafts.placed(safe, id);
        if (!placed) throw problem("no-such-draft", { draft: id });
        return { placed, draft: await drafts.load(id) };
    }

    /** The one encounter that the forms belong to. @param {Safe} safe @param {Draft[]} forms */
    async function encounterOf(safe, forms) {
        const [id, ...others] = new Set(forms.map(({ encounter }) => encounter));
        if (!id || others.length) throw problem("no-encounter");
        for (const { state, type } of forms) if (state !== "open" || type !== "form") throw problem("submitted");
        return await settled(safe, id).catch(() => Promise.reject(problem("no-encounter")));
    }

    /** @param {Safe} safe @param {Draft} form @param {Draft} encounter */
    async function signable(safe, form, encounter) {
        const captured_at = rfc3339(new Date(now()));
        const enclosed = await enclose(form);
        const attachments = enclosed.map(({ about }) => about);
        const about = aboutOf(form, { captured_at, device: safe.device, author: safe.practitioner.id, attachments });
        const keys = Object.fromEntries(enclosed.map(({ about: { id }, key }) => [id, key]));
        return { about, enclosed, text: payloadOf(about, form, encounter, keys) };
    }

    /** @param {Safe} safe @param {Awaited<ReturnType<typeof signable>>} signable @param {import("./keyset.js").Jwk} key @param {Id[]} chase @returns {Promise<Sealed>} */
    async function item(safe, { about, enclosed, text }, key, chase) {
        const jws = await safe.sign(text);
        const envelope = await seal(jws, about, key);
        const { id } = about;
        const kept = { sha256: await sha256(envelope), size: envelope.length, kid: String(key.kid) };
        return {
            row: { id, about, ...kept, queued_at: time(), chase: chase.includes(id), state: "waiting", reseal: false, problem: null },
            heavy: { id, envelope, jws: await safe.seal("envelopes", id, 1, jws) },
            files: enclosed.map(({ about: file, bytes }) => ({ id: file.id, submission: id, sha256: file.sha256, bytes })),
        };
    }

    /** @param {Safe} safe @param {HeadRow[]} heads @param {Sealed[]} items */
    const commit = (safe, heads, items) =>
        databases.of(safe.database).write(["drafts", "outbox", "envelopes", "files"], async (tx) => {
            for (const head of heads) if (!(await stillAt(tx, head))) throw problem("elsewhere");
            for (const head of heads) await tx.objectStore("drafts").put(head);
            for (const { row } of items) await tx.objectStore("outbox").put(row);
            for (const { heavy } of items) await tx.objectStore("envelopes").put(heavy);
            for (const file of items.flatMap(({ files }) => files)) await tx.objectStore("files").put(file);
        });

    const time = () => new Date(now()).toISOString();

    /** A draft that was typed into while it was sealed is read and sealed once more. @type {typeof submit} */
    return (safe, ids, options) => again(() => submit(safe, ids, options));
}
