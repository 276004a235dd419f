/**
 * What waits on this device, whoever wrote it, and the notes of what was received. Readable without any vault key:
 * an envelope, its header, the time and whether it must be chased. Nothing leaves it but for a receipt.
 */
import { codeOf } from "../problem.js";
import { readRows } from "../store/rows.js";
import { sha256 } from "../vault/seal.js";

/** @typedef {import("../store/registry.js").Sealed} Sealed */
/** @typedef {import("./payload.js").About} About */
/**
 * @typedef {object} ItemRow
 * @property {string} id
 * @property {About} about
 * @property {string} sha256  of the envelope
 * @property {number} size  of the envelope, in bytes
 * @property {string} kid  of the sealing key
 * @property {string} queued_at
 * @property {boolean} chase
 * @property {"waiting" | "attention"} state
 * @property {boolean} reseal  waits for its author to seal it under a new key
 * @property {string | null} problem
 */
/**
 * What is heavy lies apart, so that the status line can be told often.
 * @typedef {{ id: string, envelope: string, jws: Sealed }} EnvelopeRow  compact JWE; the JWS under the author's vault key
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

    /** @param {Item} item @param {Note} [note] */
    const leave = (item, note) =>
        databases.of(item.database).write(["outbox", "envelopes", "received"], async (tx) => {
            const there = /** @type {ItemRow | undefined} */ (await tx.objectStore("outbox").get(item.id));
            if (there?.sha256 !== item.sha256) return;
            if (note) await tx.objectStore("received").put(note);
            await tx.objectStore("outbox").delete(item.id);
            await tx.objectStore("envelopes").delete(item.id);
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

        waiting: async () => (await items()).filter(({ state, reseal }) => state === "waiting" && !reseal),

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
         * @param {Item} item @param {Note} note
         */
        async letGo(item, { id, reference, received_at }) {
            const note = { id, reference, received_at };
            try {
                await leave(item, note);
            } catch (error) {
                if (codeOf(error) !== "quota") throw error;
                await leave(item);
                await databases.of(item.database).write(["received"], (tx) => tx.objectStore("received").put(note)).catch(() => {});
            }
        },

        /** @param {Item} item @param {Partial<ItemRow>} changed @param {string} [envelope] in the place of the one that was there */
        change: (item, changed, envelope) =>
            databases.of(item.database).write(["outbox", "envelopes"], async (tx) => {
                const there = await tx.objectStore("outbox").get(item.id);
                if (there?.sha256 !== item.sha256) return;
                await tx.objectStore("outbox").put({ ...there, ...changed });
                const heavy = envelope && (await tx.objectStore("envelopes").get(item.id));
                if (heavy) await tx.objectStore("envelopes").put({ ...heavy, envelope });
            }),

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
