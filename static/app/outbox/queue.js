/**
 * What waits on this device, whoever wrote it, and the notes of what was received. Readable without any vault key:
 * an envelope, its header, the time and whether it must be chased. Nothing leaves it but for a receipt.
 */
import { codeOf } from "../problem.js";
import { readRows } from "../store/rows.js";
import { sha256 } from "../vault/seal.js";
import { asks, asSent, isOver } from "./files.js";

/** @typedef {import("../store/registry.js").Sealed} Sealed */
/** @typedef {import("./payload.js").About} About */
/** @typedef {import("./receipts.js").Held} Held */
/**
 * @typedef {object} ItemRow
 * @property {string} id
 * @property {About} about
 * @property {string} sha256  of the envelope
 * @property {number} size  of the envelope, in bytes
 * @property {string} kid  of the sealing key
 * @property {string} queued_at
 * @property {boolean} chase
 * @property {"waiting" | "attention" | "files"} state  files: received, and files of it are still here
 * @property {boolean} reseal  waits for its author to seal it under a new key
 * @property {string | null} problem
 * @property {Record<string, import("./files.js").FileState>} [files]  how those of its attachments stand of which something is known
 */
/**
 * What is heavy lies apart, so that the status line can be told often.
 * @typedef {{ id: string, envelope: string, jws?: Sealed }} EnvelopeRow  compact JWE; the JWS under the author's vault key, until it is received
 * @typedef {{ id: string, submission: string, sha256: string, bytes: Uint8Array<ArrayBuffer> }} FileRow  sealed bytes of an attachment
 */
/** @typedef {ItemRow & { vault: string, database: string }} Item */
/** @typedef {{ id: string, reference: string, received_at: string }} Note */
/** @typedef {ReturnType<typeof createQueue>} Queue */

/** What stands for the parts of a row that are spoilt: it is still listed, and set apart. @type {Omit<ItemRow, "id">} */
const SPOILT = {
    ...{ sha256: "", size: 0, kid: "", queued_at: "", chase: true, state: "attention", reseal: false, problem: "damaged" },
    about: { id: "", encounter: "", form: "", form_version: "", captured_at: "", device: "", author: "", attachments: [] },
};

const NOTES_KEPT = 30 * 24 * 60 * 60 * 1000;

/**
 * @param {object} parts
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {import("../store/databases.js").Databases} parts.databases
 */
export function createQueue({ registry, databases }) {
    /** @template T @param {(vault: import("../store/registry.js").VaultRecord) => Promise<T[]>} ask @returns {Promise<T[]>} */
    const ofEach = async (ask) => (await databases.each(await registry.vaults(), ask)).flat();

    /** @returns {Promise<Item[]>} what must be chased first, then the oldest */
    async function items() {
        const all = await ofEach(async ({ id: vault, database }) => {
            const { rows, spoilt } = await readRows(databases.of(database), "outbox");
            return [...rows, ...spoilt.map((id) => ({ id }))].map((row) => ({ ...(isWhole(row) ? row : { ...SPOILT, id: row.id }), vault, database }));
        });
        return all.sort((a, b) => Number(b.chase) - Number(a.chase) || a.queued_at.localeCompare(b.queued_at));
    }

    /**
     * With files that are not there yet it stays, to ask for them; what its author could read of it goes.
     * @param {Item} item @param {Held[]} held @param {Note} [note]
     */
    const leave = (item, held, note) =>
        databases.of(item.database).write(["outbox", "envelopes", "received", "files"], async (tx) => {
            const there = /** @type {ItemRow | undefined} */ (await tx.objectStore("outbox").get(item.id));
            if (there?.sha256 !== item.sha256) return;
            if (note) await tx.objectStore("received").put(note);
            const files = asSent(there, held);
            for (const [id, { held: done }] of Object.entries(files)) if (done) await tx.objectStore("files").delete(id);
            if (isOver(there, files)) {
                await tx.objectStore("outbox").delete(item.id);
                await tx.objectStore("envelopes").delete(item.id);
            } else {
                await tx.objectStore("outbox").put({ ...there, state: "files", problem: null, files });
                await tx.objectStore("envelopes").put({ id: item.id, envelope: (await tx.objectStore("envelopes").get(item.id))?.envelope });
            }
        });

    /**
     * @param {Item} item @param {Partial<ItemRow> | ((there: ItemRow) => Partial<ItemRow>)} changed
     * @param {string} [envelope] in the place of the one that was there
     */
    const change = (item, changed, envelope) =>
        databases.of(item.database).write(["outbox", "envelopes"], async (tx) => {
            const there = await tx.objectStore("outbox").get(item.id);
            if (there?.sha256 !== item.sha256) return;
            await tx.objectStore("outbox").put({ ...there, ...(typeof changed === "function" ? changed(there) : changed) });
            const heavy = envelope && (await tx.objectStore("envelopes").get(item.id));
            if (heavy) await tx.objectStore("envelopes").put({ ...heavy, envelope });
        });

    /** @param {Item} item @returns {Promise<EnvelopeRow>} */
    const heavy = (item) => databases.of(item.database).read(["envelopes"], (tx) => tx.objectStore("envelopes").get(item.id));

    return {
        items,
        heavy,

        /** The bytes to be sent; null where they are not what was sealed. @param {Item} item @returns {Promise<string | null>} */
        async envelope(item) {
            const { envelope } = (await heavy(item)) ?? {};
            return typeof envelope === "string" && (await sha256(envelope)) === item.sha256 ? envelope : null;
        },

        /** In the place of a row that was spoilt. @param {Item} item @param {ItemRow} row */
        mend: (item, row) => databases.of(item.database).write(["outbox"], (tx) => tx.objectStore("outbox").put(row)),

        waiting: async () => (await items()).filter((item) => (item.state === "waiting" && !item.reseal) || asks(item)),

        /** The sealed bytes of an attachment; null where they are not what was sealed. @param {Item} item @param {Held} file @returns {Promise<FileRow["bytes"] | null>} */
        async file({ database }, { id, sha256: hash }) {
            /** @type {FileRow | undefined} */
            const row = await databases.of(database).read(["files"], (tx) => tx.objectStore("files").get(id)).catch(() => undefined);
            return row?.bytes && (await sha256(row.bytes)) === hash ? row.bytes : null;
        },

        /** @returns {Promise<(Note & { vault: string })[]>} the last received first */
        async notes() {
            const all = await ofEach(async ({ id: vault, database }) => {
                const { rows } = await readRows(databases.of(database), "received");
                return rows.filter(({ received_at }) => received_at).map((row) => ({ ...row, vault }));
            });
            return all.sort((a, b) => b.received_at.localeCompare(a.received_at));
        },

        /**
         * The only way out: a receipt named these very bytes. The note takes the submission's place in the same
         * transaction; on a full device there is room for it once the submission has gone.
         * @param {Item} item @param {Note & { attachments?: Held[] }} note
         */
        async letGo(item, { id, reference, received_at, attachments = [] }) {
            const note = { id, reference, received_at };
            try {
                await leave(item, attachments, note);
            } catch (error) {
                if (codeOf(error) !== "quota") throw error;
                await leave(item, attachments);
                await databases.of(item.database).write(["received"], (tx) => tx.objectStore("received").put(note)).catch(() => {});
            }
        },

        change,

        /** What is known of one attachment, beside what was. @param {Item} item @param {string} id @param {import("./files.js").FileState} state */
        note: (item, id, state) => change(item, ({ files = {} }) => (files[id]?.held ? {} : { files: { ...files, [id]: { ...files[id], ...state } } })),

        /** @param {number} now milliseconds */
        async prune(now) {
            const oldest = new Date(now - NOTES_KEPT).toISOString();
            await databases.each(await registry.vaults(), ({ database }) =>
                databases.of(database).write(["received"], async (tx) => {
                    const store = tx.objectStore("received");
                    for (const note of await store.getAll()) if (note.received_at < oldest) await store.delete(note.id);
                }),
            );
        },
    };
}

/** @param {Partial<ItemRow>} row */
const isWhole = ({ about, sha256: hash, queued_at, state }) => Boolean(about?.id && hash && queued_at && state);
