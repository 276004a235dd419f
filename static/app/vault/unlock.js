/** Opening and locking. The key is held by one object here; forgetting that object is locking. */
import { createListeners } from "../listeners.js";
import { problem } from "../problem.js";
import { DEFAULT_COST, isBelow } from "./argon2.js";
import { oneMore, secondsLeft } from "./pause.js";
import { createSafe } from "./safe.js";
import { newWrap, openWraps } from "./wraps.js";

/** @typedef {import("../store/registry.js").VaultRecord} VaultRecord */
/** @typedef {import("./safe.js").Safe} Safe */
/** @import { Enrolled, LockReason, VaultState } from "../types.d.ts" */
/** @typedef {ReturnType<typeof createVault>} VaultCore */

/** @typedef {{ kind: "passphrase" | "recovery", secret: string }} Key */

const LAST_SAVE = 3000;

/**
 * @param {object} parts
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {import("./argon2.js").Argon2} parts.argon2
 * @param {import("../shell/channel.js").Channel} parts.channel
 * @param {import("../store/registry.js").Cost} [parts.cost]
 * @param {() => number} [parts.now]
 */
export function createVault({ registry, argon2, channel, cost = DEFAULT_COST, now = Date.now }) {
    /** @type {Safe | null} */
    let safe = null;
    /** @type {Enrolled | null} */
    let owner = null;
    /** @type {VaultState} */
    let state = "none";
    let busy = false;
    /** @type {ReturnType<typeof createListeners<[VaultState, LockReason | null]>>} */
    const changes = createListeners();
    /** @type {ReturnType<typeof createListeners<[]>>} */
    const saves = createListeners();

    channel.on("lock", () => void vault.lock("elsewhere"));

    /** @param {VaultState} next @param {LockReason | null} [reason] */
    function become(next, reason = null) {
        state = next;
        changes.tell(state, reason);
    }

    /** @param {string} [id] */
    async function pick(id) {
        const all = (await registry.vaults()).filter(isEnrolled);
        const record = id ? all.find((one) => one.id === id) : (all.find((one) => !one.kept) ?? all[0]);
        if (!record) throw problem("not-enrolled");
        if (record.revoked) throw problem("revoked");
        return record;
    }

    /** Counted before it is tried, so that closing the tab doesn't undo it. @param {VaultRecord} record */
    async function countFailure(record) {
        const seconds = secondsLeft(record.failures, now());
        if (seconds) throw problem("pause", { seconds });
        return await registry.change(record.id, (r) => ({ ...r, failures: oneMore(r.failures, now()) }));
    }

    /**
     * The vault key under one of the secrets, with the pause of the wrong ones.
     * @param {VaultRecord} record @param {Key[]} tried
     */
    async function tryOpen(record, tried) {
        const counted = await countFailure(record);
        for (const { kind, secret } of tried) {
            const wraps = record.wraps.filter((wrap) => wrap.kind === kind);
            const opened = await openWraps(argon2, record.id, wraps, secret);
            if (!opened) continue;
            await registry.change(record.id, (r) => ({ ...r, failures: { count: 0, until: 0 } }));
            return { ...opened, secret };
        }
        throw problem("wrong-passphrase", { seconds: secondsLeft(counted?.failures ?? record.failures, now()) });
    }

    /** The default has risen: wrap anew with it. @param {VaultRecord} record @param {import("../store/registry.js").Wrap} old @param {string} secret */
    async function raise(record, old, secret) {
        const opened = await openWraps(argon2, record.id, [old], secret, true);
        if (!opened) return;
        const wrap = await newWrap(argon2, record.id, old.kind, secret, opened.key, cost);
        await registry.change(record.id, (r) => ({ ...r, wraps: r.wraps.map((one) => (one.id === old.id ? wrap : one)) }));
    }

    async function saveAll() {
        for (const save of saves.newestFirst()) await Promise.resolve(save()).catch(() => {});
    }

    const vault = {
        get state() {
            return state;
        },
        get owner() {
            return owner;
        },
        /** What drafts and outbox write with; null while locked. */
        get safe() {
            return safe;
        },

        /** Whether somebody is enrolled, as the registry has it now. */
        async refresh() {
            if (safe) return;
            const known = (await registry.vaults()).some(isEnrolled);
            if ((known ? "locked" : "none") !== state) become(known ? "locked" : "none");
        },

        async enrolled() {
            return (await registry.vaults()).filter(isEnrolled).map(toEnrolled);
        },

        /** @param {string} passphrase @param {{ vault?: string }} [choice] @returns {Promise<Enrolled>} */
        async unlock(passphrase, choice = {}) {
            const record = await pick(choice.vault);
            const { wrap } = await vault.enter(record, [{ kind: "passphrase", secret: passphrase }]);
            if (isBelow(wrap.cost, cost)) void raise(record, wrap, passphrase);
            return toEnrolled(record);
        },

        /** Opens a vault by the first secret that fits. @param {VaultRecord} record @param {Key[]} tried */
        async enter(record, tried) {
            if (busy) throw problem("busy");
            busy = true;
            try {
                const opened = await tryOpen(record, tried);
                await vault.hold(record, opened.key);
                return opened;
            } finally {
                busy = false;
            }
        },

        /** @param {VaultRecord} record @param {CryptoKey} key not extractable */
        async hold(record, key) {
            if (safe && safe.id !== record.id) await vault.lock("signed-out");
            if (safe) return;
            safe = createSafe(record, key);
            owner = toEnrolled(record);
            become("unlocked");
        },

        /** @param {LockReason} [reason] */
        async lock(reason = "asked") {
            if (!safe) return;
            if (reason !== "elsewhere") channel.tell("lock", null);
            await Promise.race([saveAll(), new Promise((resolve) => setTimeout(resolve, LAST_SAVE))]);
            vault.drop(reason);
        },

        /** For a page that goes away: what is saved must begin now, nothing can be waited for. */
        leave() {
            if (!safe) return;
            for (const save of saves.newestFirst()) save();
            vault.drop("left");
        },

        /** @param {LockReason} reason */
        drop(reason) {
            if (!safe) return;
            safe = owner = null;
            become("locked", reason);
        },

        /** @param {() => unknown} save */
        beforeLock: (save) => saves.add(save),
        /** @param {(state: VaultState, reason: LockReason | null) => void} changed */
        subscribe: (changed) => changes.add(changed),
    };
    return vault;
}

/** Half-made enrolments and erased vaults don't open. @param {VaultRecord} record */
const isEnrolled = (record) => record.device !== null;

/** @param {VaultRecord} record @returns {Enrolled} */
const toEnrolled = ({ id, practitioner, device, kept, revoked }) => ({ vault: id, practitioner, device: device ?? "", kept, revoked });
