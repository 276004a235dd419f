/** Opening with a secret, and the pause after wrong ones. */
import { problem } from "../problem.js";
import { isBelow } from "./argon2.js";
import { oneMore, secondsLeft } from "./pause.js";
import { newWrap, openWraps } from "./wraps.js";

/** @typedef {import("../store/registry.js").VaultRecord} VaultRecord */
/** @typedef {import("../store/registry.js").Wrap} Wrap */
/** @typedef {{ kind: Wrap["kind"], secret: string }} Key */
/** @typedef {ReturnType<typeof createTries>} Tries */

const NONE = { count: 0, until: 0 };

/**
 * @param {object} parts
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {import("./argon2.js").Argon2} parts.argon2
 * @param {import("../store/registry.js").Cost} parts.cost
 * @param {() => number} parts.now
 */
export function createTries({ registry, argon2, cost, now }) {
    /** Counted before it is tried, so that closing the tab doesn't undo it. @param {VaultRecord} record */
    async function count(record) {
        const seconds = secondsLeft(record.failures, now());
        if (seconds) throw problem("pause", { seconds });
        return await registry.change(record.id, (r) => ({ ...r, failures: oneMore(r.failures, now()) }));
    }

    /** The default has risen: wrap anew with it. @param {VaultRecord} record @param {Wrap} old @param {string} secret */
    async function raise(record, old, secret) {
        const opened = await openWraps(argon2, record.id, [old], secret, true);
        if (!opened) return;
        const wrap = await newWrap(argon2, record.id, old.kind, secret, opened.key, cost);
        await registry.change(record.id, (r) => ({ ...r, wraps: r.wraps.map((one) => (one.id === old.id ? wrap : one)) }));
    }

    return {
        /**
         * The vault key under the first secret that fits. Problems: `wrong-passphrase`, `pause` {seconds}.
         * @param {VaultRecord} record @param {Key[]} tried
         * @param {{ proven?: boolean }} [how] proven: the service took this very passphrase, so others' wrong tries hold nobody up
         */
        async open(record, tried, { proven = false } = {}) {
            const counted = proven ? record : await count(record);
            for (const { kind, secret } of tried) {
                const wraps = record.wraps.filter((wrap) => wrap.kind === kind);
                const opened = await openWraps(argon2, record.id, wraps, secret);
                if (!opened) continue;
                await registry.change(record.id, (r) => ({ ...r, failures: NONE, used_at: now() }));
                if (kind === "passphrase" && isBelow(opened.wrap.cost, cost)) void raise(record, opened.wrap, secret);
                return { ...opened, secret };
            }
            throw problem("wrong-passphrase", { seconds: secondsLeft(counted?.failures ?? record.failures, now()) });
        },

        /** Somebody else's passphrase was tried here, and was no guess. @param {VaultRecord} record as it was before */
        forgive: ({ id, failures }) => registry.change(id, (r) => ({ ...r, failures })),
    };
}
