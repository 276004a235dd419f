/**
 * From drafts to sealed submissions: everything is signed and sealed first, then stored with the drafts marked
 * submitted in one transaction. If anything fails, or a draft changed meanwhile, all of it stays as it was.
 */
import { again, problem } from "../problem.js";
import { sealHead, stillAt } from "../store/records.js";
import { rfc3339 } from "../time.js";
import { seal, sha256 } from "../vault/seal.js";
import { aboutOf, payloadOf } from "./payload.js";

/** @typedef {import("../vault/safe.js").Safe} Safe */
/** @typedef {import("../store/records.js").Placed} Placed */
/** @typedef {import("../store/records.js").HeadRow} HeadRow */
/** @typedef {import("./queue.js").ItemRow} ItemRow */
/** @typedef {{ row: ItemRow, heavy: import("./queue.js").EnvelopeRow }} Sealed */
/** @import { Draft, Id, Submit } from "../types.d.ts" */

/**
 * @param {object} parts
 * @param {import("../store/drafts.js").DraftsCore} parts.drafts
 * @param {import("../store/databases.js").Databases} parts.databases
 * @param {import("./keyset.js").Keyset} parts.keys
 * @param {() => number} parts.now
 */
export function createSubmit({ drafts, databases, keys, now }) {
    /** @param {Safe} safe @param {Id[]} ids @param {Submit} options @returns {Promise<Id[]>} */
    async function submit(safe, ids, { chase = [] }) {
        const forms = await Promise.all(ids.map((id) => settled(safe, id)));
        const encounter = await encounterOf(safe, forms.map(({ draft }) => draft));
        const texts = forms.map(({ draft }) => signable(safe, draft, encounter.draft));
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
    function signable(safe, form, encounter) {
        const captured_at = rfc3339(new Date(now()));
        const about = aboutOf(form, { captured_at, device: safe.device, author: safe.practitioner.id });
        return { about, text: payloadOf(about, form, encounter) };
    }

    /** @param {Safe} safe @param {ReturnType<typeof signable>} signable @param {import("./keyset.js").Jwk} key @param {Id[]} chase @returns {Promise<Sealed>} */
    async function item(safe, { about, text }, key, chase) {
        const jws = await safe.sign(text);
        const envelope = await seal(jws, about, key);
        const { id } = about;
        const kept = { sha256: await sha256(envelope), size: envelope.length, kid: String(key.kid) };
        return {
            row: { id, about, ...kept, queued_at: time(), chase: chase.includes(id), state: "waiting", reseal: false, problem: null },
            heavy: { id, envelope, jws: await safe.seal("envelopes", id, 1, jws) },
        };
    }

    /** @param {Safe} safe @param {HeadRow[]} heads @param {Sealed[]} items */
    const commit = (safe, heads, items) =>
        databases.of(safe.database).write(["drafts", "outbox", "envelopes"], async (tx) => {
            for (const head of heads) if (!(await stillAt(tx, head))) throw problem("elsewhere");
            for (const head of heads) await tx.objectStore("drafts").put(head);
            for (const { row } of items) await tx.objectStore("outbox").put(row);
            for (const { heavy } of items) await tx.objectStore("envelopes").put(heavy);
        });

    const time = () => new Date(now()).toISOString();

    /** A draft that was typed into while it was sealed is read and sealed once more. @type {typeof submit} */
    return (safe, ids, options) => again(() => submit(safe, ids, options));
}
