/**
 * Drafts: begun and typed at once in memory, and written at once, encrypted and strictly durable, as soon as the
 * vault is open. The database is the truth; two tabs are kept apart by edit locks and by versions.
 */
import { createListeners } from "../listeners.js";
import { problem } from "../problem.js";
import { createEdits } from "./edits.js";
import { createHeads } from "./heads.js";
import { newId } from "./ids.js";
import { createStates } from "./states.js";
import { sweep } from "./sweep.js";
import { createWaiting } from "./waiting.js";
import { createWriter } from "./writer.js";

/** @import { Draft, DraftHead, DraftStart, Edit, Saving } from "../types.d.ts" */
/** @typedef {import("../vault/safe.js").Safe} Safe */
/** @typedef {ReturnType<typeof createDrafts>} DraftsCore */

/**
 * @param {object} parts
 * @param {import("../vault/unlock.js").VaultCore} parts.vault
 * @param {import("./databases.js").Databases} parts.databases
 * @param {import("./registry.js").Registry} parts.registry
 * @param {import("../shell/channel.js").Channel} parts.channel
 * @param {LockManager} parts.locks
 * @param {() => number} [parts.now]
 * @param {(work: () => void, milliseconds: number) => unknown} [parts.later]
 */
export function createDrafts({ vault, databases, registry, channel, locks, now = Date.now, later = setTimeout }) {
    const waiting = createWaiting(() => vault.safe?.id ?? null);
    const heads = createHeads(databases);
    /** @type {ReturnType<typeof createListeners<[Saving]>>} */
    const changes = createListeners();
    /** How many fields of a draft did not open when it was loaded last. @type {Map<string, number>} */
    const spoilt = new Map();
    const edits = createEdits({
        locks,
        channel,
        settle: (id) => writer.write(id),
        forget: (id) => writer.forget(id),
    });
    const writer = createWriter({
        safe: () => vault.safe,
        databases,
        waiting,
        heads,
        acquire: edits.acquire,
        now,
        written: tell,
        later,
    });

    vault.beforeLock(settleAll);
    vault.subscribe((state) => (state === "unlocked" ? opened() : closed()));
    channel.on("drafts", () => (heads.forgetAll(), changes.tell(saving())));

    function settleAll() {
        return Promise.all(waiting.ids().map((id) => writer.write(id)));
    }

    async function opened() {
        const safe = need();
        void settleAll();
        await sweep(safe, databases.of(safe.database), heads, now()).catch(() => {});
        tell();
    }

    function closed() {
        edits.releaseAll();
        writer.forgetAll();
        changes.tell(saving());
    }

    function tell() {
        changes.tell(saving());
        channel.tell("drafts", null);
    }

    /** @returns {Saving} */
    function saving() {
        const unsaved = waiting.count() + writer.running;
        return { unsaved, needsUnlock: unsaved > 0 && !vault.safe, problem: writer.failed };
    }

    function need() {
        if (!vault.safe) throw problem("locked");
        return vault.safe;
    }

    const states = createStates({ need, writer, heads, edits });

    const drafts = {
        /** @param {DraftStart} start */
        async create(start) {
            const id = start.id ?? newId(now());
            const time = new Date(now()).toISOString();
            waiting.begin({ ...start, id, state: "open", started_at: time, changed_at: time });
            changes.tell(saving());
            if (!vault.safe) return id;
            if (start.encounter) await states.reopen(start.encounter);
            await drafts.putAll(id, {});
            return id;
        },

        /** @returns {Promise<DraftHead[]>} */
        async list() {
            const stored = vault.safe ? (await heads.all(vault.safe)).map(({ head }) => head) : [];
            const known = new Set(stored.map(({ id }) => id));
            const fresh = waiting.heads().filter(({ id }) => !known.has(id));
            return [...fresh, ...stored]
                .map((head) => ({ ...head, saved: known.has(head.id) && !waiting.has(head.id) }))
                .sort((a, b) => b.changed_at.localeCompare(a.changed_at));
        },

        async count() {
            /** @type {{ database: string }[]} */
            const vaults = vault.safe ? [vault.safe] : (await registry.vaults()).filter(({ device, kept }) => device && !kept);
            const counts = await databases.each(vaults, ({ database }) => countOpen(databases.of(database)));
            return counts.reduce((sum, count) => sum + count, waiting.heads().length);
        },

        /** @param {string} id @returns {Promise<Draft>} */
        async load(id) {
            const safe = vault.safe;
            await writer.write(id);
            const placed = safe ? await heads.find(safe, id) : undefined;
            const batch = waiting.peek(id);
            const head = placed?.head ?? batch?.head;
            if (!head) throw problem(safe ? "no-such-draft" : "locked");
            const stored = safe && placed ? await writer.read(safe, placed.key) : { fields: [], unreadable: 0 };
            const fields = Object.fromEntries(stored.fields.map(({ field, value }) => [field, value]));
            const saved = Boolean(placed) && !waiting.has(id);
            if (stored.unreadable !== (spoilt.get(id) ?? 0)) (spoilt.set(id, stored.unreadable), changes.tell(saving()));
            return { ...head, saved, unreadable: stored.unreadable, fields: overlay(fields, waiting.peek(id)?.fields) };
        },

        /** @param {string | null} id */
        spoilt: (id) => spoilt.get(id ?? "") ?? 0,

        /** Of the open vault: numbers of the drafts that don't open, for whoever asks for help. @returns {Promise<string[]>} */
        shut: async () => (vault.safe ? (await heads.shut(vault.safe)).map(numberOf) : []),

        /** @param {string} id @param {string} field @param {unknown} value */
        put: (id, field, value) => drafts.putAll(id, { [field]: value }),

        /** @param {string} id @param {Record<string, unknown>} fields @returns {Promise<void>} */
        putAll(id, fields) {
            const written = waiting.add(id, fields);
            void writer.write(id);
            changes.tell(saving());
            return written;
        },

        /** @param {string} id @param {string} reason */
        discard: (id, reason) => states.discard(id, reason).then(tell),

        /** @param {string} id */
        restore: (id) => states.restore(id).then(tell),

        /** @param {string} encounter */
        reopen: (encounter) => states.reopen(encounter).then(tell),

        /** @param {string} id @returns {Promise<Edit>} */
        async edit(id) {
            if (vault.safe && (await edits.acquire(id))) edits.keep(id);
            return {
                get mine() {
                    return !vault.safe || edits.isMine(id);
                },
                takeOver: () => edits.takeOver(id),
                onLost: (lost) => edits.onLost(id, lost),
                release: () => edits.release(id),
            };
        },

        get saving() {
            return saving();
        },

        /** @param {(saving: Saving) => void} changed */
        subscribe: (changed) => changes.add(changed),

        /** How many open drafts a database holds, readable or not. @param {string} name */
        countIn: (name) => countOpen(databases.of(name)),

        // For the outbox, which moves drafts along in its own transaction.
        /** Everything of a draft is on the disk after it. @param {string} id */
        settle: (id) => writer.write(id),
        /** True once nothing is in memory only. */
        async settled() {
            await settleAll();
            return saving().unsaved === 0;
        },
        /** @param {Safe} safe @param {string} id */
        placed: (safe, id) => heads.find(safe, id),
        formsOf: states.formsOf,
        /** @param {string[]} ids */
        moved(ids) {
            for (const id of ids) edits.release(id);
            writer.forgetAll();
            tell();
        },
    };
    return drafts;
}

/** Short enough to be read out. @param {string} key */
const numberOf = (key) => key.slice(0, 8);

/** @param {import("./database.js").Database} database @returns {Promise<number>} */
const countOpen = (database) => database.read(["drafts"], (tx) => tx.objectStore("drafts").index("state").count("open"));

/** What still waits lies over what is stored. @param {Record<string, any>} stored @param {Map<string, unknown>} [waiting] */
function overlay(stored, waiting = new Map()) {
    const all = { ...stored, ...Object.fromEntries(waiting) };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
