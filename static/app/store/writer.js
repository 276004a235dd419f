/**
 * The way of a change to the disk: it waits in memory, is encrypted while the vault is open, and is written
 * with its head in one transaction. One writer for each draft; what comes meanwhile goes with the next one.
 */
import { again, codeOf, problem } from "../problem.js";
import { openField, sealField, sealHead, stillAt } from "./records.js";
import { readRows } from "./rows.js";

/** @typedef {import("../vault/safe.js").Safe} Safe */
/** @typedef {import("./records.js").Head} Head */
/** @typedef {import("./records.js").Slot} Slot */
/** @typedef {import("./records.js").FieldRow} FieldRow */
/** @typedef {import("./waiting.js").Batch} Batch */
/** @typedef {ReturnType<typeof createWriter>} Writer */

/** After these there is nothing to try again with. */
const FINAL = new Set(["elsewhere", "submitted", "discarded", "no-such-draft"]);

/** Milliseconds until what could not be stored is tried again, in case there is room now. */
const ANEW = 5000;

/**
 * @param {object} parts
 * @param {() => Safe | null} parts.safe
 * @param {import("./databases.js").Databases} parts.databases
 * @param {import("./waiting.js").Waiting} parts.waiting
 * @param {import("./heads.js").Heads} parts.heads
 * @param {(id: string) => Promise<boolean>} parts.acquire
 * @param {() => number} parts.now
 * @param {() => void} parts.written
 * @param {(work: () => void, milliseconds: number) => unknown} parts.later
 */
export function createWriter({ safe: open, databases, waiting, heads, acquire, now, written, later }) {
    /** @type {Map<string, Map<string, Slot>>} */
    const slots = new Map();
    /** @type {Map<string, Promise<void>>} */
    const writing = new Map();
    let failed = /** @type {string | null} */ (null);

    /** Takes hold of the open vault before it returns, so that a lock right after it loses nothing. @param {string} id @returns {Promise<void>} */
    function write(id) {
        const safe = open();
        const running = writing.get(id);
        if (running) return running.then(() => write(id));
        if (!safe || !waiting.has(id)) return Promise.resolve();
        const turn = writeBatch(safe, id).then((answer) => {
            writing.delete(id);
            answer();
            written();
        });
        writing.set(id, turn);
        return turn;
    }

    /** Answers what tells those who wait. @param {Safe} safe @param {string} id @returns {Promise<() => void>} */
    async function writeBatch(safe, id) {
        const batch = /** @type {Batch} */ (waiting.take(id));
        try {
            if (!(await acquire(id))) throw problem("elsewhere");
            await again(() => store(safe, id, batch));
            failed = null;
            return () => batch.waiters.forEach(({ resolve }) => resolve());
        } catch (error) {
            const refusal = codeOf(error) ? error : problem("storage", {}, error);
            failed = codeOf(refusal);
            if (!FINAL.has(failed ?? "")) hold(id, batch);
            return () => batch.waiters.forEach(({ reject }) => reject(refusal));
        }
    }

    /** @param {string} id @param {Batch} batch */
    function hold(id, batch) {
        waiting.putBack(id, batch);
        later(() => void write(id), ANEW);
    }

    /** @param {Safe} safe @param {string} id @param {Batch} batch */
    async function store(safe, id, batch) {
        const placed = await heads.find(safe, id);
        const head = { ...headOf(placed?.head ?? batch.head), changed_at: new Date(now()).toISOString() };
        const row = await sealHead(safe, head, placed);
        const known = slots.get(id) ?? (placed ? await readSlots(safe, placed.key) : new Map());
        const rows = await sealAll(safe, row.key, batch.fields, known);
        await commit(safe, row, rows).catch((error) => (forget(id), Promise.reject(error)));
        heads.place({ head, key: row.key, version: row.version });
        slots.set(id, known);
        for (const { field, removed, row } of rows) removed ? known.delete(field) : known.set(field, slotOf(row));
    }

    /** @param {Safe} safe @param {string} id @param {(head: Head) => Head} change */
    async function storeHead(safe, id, change) {
        const placed = await heads.find(safe, id);
        if (!placed) throw problem("no-such-draft");
        const head = { ...change(placed.head), changed_at: new Date(now()).toISOString() };
        const row = await sealHead(safe, head, placed);
        await commit(safe, row, []).catch((error) => (forget(id), Promise.reject(error)));
        heads.place({ head, key: row.key, version: row.version });
    }

    /** @param {Safe} safe @param {import("./records.js").HeadRow} head @param {Changed[]} rows */
    const commit = (safe, head, rows) =>
        databases.of(safe.database).write(["drafts", "fields"], async (tx) => {
            if (!(await stillAt(tx, head))) throw problem("elsewhere");
            await tx.objectStore("drafts").put(head);
            const fields = tx.objectStore("fields");
            for (const { removed, row } of rows) await (removed ? fields.delete(row.key) : fields.put(row));
        });

    /** The fields that open, and how many don't. @param {Safe} safe @param {string} key of the head's row */
    async function read(safe, key) {
        const { rows, spoilt } = await readRows(databases.of(safe.database), "fields", { index: "draft", value: key });
        const opened = await Promise.all(rows.map((row) => openField(safe, row).catch(() => null)));
        const fields = opened.filter((field) => field !== null);
        return { fields, unreadable: rows.length - fields.length + spoilt.length };
    }

    /** @param {Safe} safe @param {string} key */
    const readSlots = async (safe, key) => new Map((await read(safe, key)).fields.map((field) => [field.field, slotOf(field)]));

    /** @param {string} id */
    const forget = (id) => (slots.delete(id), heads.forget(id));

    return {
        write,
        read,
        forget,
        forgetAll: () => (slots.clear(), heads.forgetAll()),
        get failed() {
            return failed;
        },
        get running() {
            return writing.size;
        },

        /** A change of state, alone in its transaction. @param {Safe} safe @param {string} id @param {(head: Head) => Head} change */
        async changeHead(safe, id, change) {
            await write(id);
            if (!(await acquire(id))) throw problem("elsewhere");
            await again(() => storeHead(safe, id, change));
        },
    };
}

/** @typedef {{ field: string, removed: boolean, row: FieldRow }} Changed */

/** @param {Safe} safe @param {string} key @param {Map<string, unknown>} fields @param {Map<string, Slot>} known @returns {Promise<Changed[]>} */
function sealAll(safe, key, fields, known) {
    const changed = [...fields].filter(([field, value]) => value !== undefined || known.has(field));
    return Promise.all(
        changed.map(async ([field, value]) => {
            const removed = value === undefined;
            return { field, removed, row: await sealField(safe, key, field, value ?? null, known.get(field)) };
        }),
    );
}

/** @param {Head | null | undefined} head */
function headOf(head) {
    if (!head) throw problem("no-such-draft");
    if (head.state !== "open") throw problem(head.state);
    return head;
}

/** @param {Slot} row @returns {Slot} */
const slotOf = ({ key, version }) => ({ key, version });
