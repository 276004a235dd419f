/** Opening and locking. The key is held by one object here; forgetting that object is locking. */
import { createListeners } from "../listeners.js";
import { problem } from "../problem.js";
import { DEFAULT_COST } from "./argon2.js";
import { createRoll, toEnrolled } from "./roll.js";
import { createSafe } from "./safe.js";
import { createTries } from "./tries.js";

/** @typedef {import("../store/registry.js").VaultRecord} VaultRecord */
/** @typedef {import("./safe.js").Safe} Safe */
/** @typedef {import("./tries.js").Key} Key */
/** @import { Enrolled, LockReason, VaultState } from "../types.d.ts" */
/** @typedef {ReturnType<typeof createVault>} VaultCore */

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

    const roll = createRoll(registry);
    const tries = createTries({ registry, argon2, cost, now });

    channel.on("lock", () => void vault.lock("elsewhere"));
    channel.on("claim", (practitioner) => void (isAnother(practitioner) && vault.lock("elsewhere")));

    /** @param {string} practitioner */
    const isAnother = (practitioner) => owner !== null && owner.practitioner.id !== practitioner;

    /** @param {VaultState} next @param {LockReason | null} [reason] */
    function become(next, reason = null) {
        state = next;
        changes.tell(state, reason);
    }

    /** Whoever's passphrase it is, for a screen that can't ask who is there. @param {Key} key */
    async function enterAny(key) {
        /** @type {unknown[]} */
        const refusals = [];
        const open = (await roll.records()).filter(({ kept, revoked }) => !kept && !revoked);
        for (const [place, record] of open.entries()) {
            const entered = await vault.enter(record, [key]).catch((error) => void refusals.push(error));
            if (!entered) continue;
            for (const other of open.slice(0, place)) await tries.forgive(other);
            return record;
        }
        throw refusals[0] ?? problem("not-enrolled");
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
            const known = (await roll.records()).length > 0;
            if ((known ? "locked" : "none") !== state) become(known ? "locked" : "none");
        },

        /** The last used first. */
        enrolled: roll.enrolled,

        /** @param {string} passphrase @param {{ vault?: string, anyone?: boolean }} [choice] @returns {Promise<Enrolled>} */
        async unlock(passphrase, choice = {}) {
            const key = /** @type {const} */ ({ kind: "passphrase", secret: passphrase });
            if (choice.anyone) return toEnrolled(await enterAny(key));
            const record = await roll.pick(choice.vault);
            await vault.enter(record, [key]);
            return toEnrolled(record);
        },

        /** Opens a vault by the first secret that fits. @param {VaultRecord} record @param {Key[]} tried @param {{ proven?: boolean }} [how] */
        async enter(record, tried, how) {
            if (busy) throw problem("busy");
            busy = true;
            try {
                const opened = await tries.open(record, tried, how);
                await vault.hold(record, opened.key);
                return opened;
            } finally {
                busy = false;
            }
        },

        /** @param {VaultRecord} record @param {CryptoKey} key not extractable */
        async hold(record, key) {
            await vault.claim(record.practitioner.id);
            if (safe && safe.id !== record.id) await vault.lock("signed-out");
            if (safe) return;
            safe = createSafe(record, key);
            owner = toEnrolled(record);
            become("unlocked");
        },

        /** One practitioner at a time in this browser: whoever else's vault is open, in any tab, is locked. @param {string} practitioner */
        async claim(practitioner) {
            channel.tell("claim", practitioner);
            if (isAnother(practitioner)) await vault.lock("signed-out");
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
