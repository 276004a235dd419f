/** What this browser promised: to keep what is stored, to have every screen without a network, and the gesture. */
import { codeOf } from "../problem.js";
import { newKey } from "../store/ids.js";
import { sha256 } from "../vault/seal.js";

/**
 * @param {object} parts
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {Navigator} parts.navigator
 * @param {() => Promise<void>} parts.ready
 */
export function createDevice({ registry, navigator, ready }) {
    const { storage } = navigator;
    return {
        /** Whether the browser refuses to store anything, by an error or by never answering. */
        refuses: () => registry.setting("installation").then(() => false, (error) => codeOf(error) === "storage"),

        persisted: async () => (await storage?.persisted?.()) ?? null,
        persist: async () => (await storage?.persist?.()) ?? null,

        async estimate() {
            const { usage, quota } = (await storage?.estimate?.()) ?? {};
            return usage === undefined || quota === undefined ? null : { usage, quota };
        },

        /** @param {number[]} gesture */
        async setGesture(gesture) {
            const salt = newKey();
            await registry.set("gesture", { salt, digest: await sha256(salt + gesture.join()), length: gesture.length });
        },

        /** @param {number[]} made only its end counts @returns {Promise<boolean>} */
        async isGesture(made) {
            const kept = await registry.setting("gesture");
            if (!kept || made.length < kept.length) return false;
            return kept.digest === (await sha256(kept.salt + made.slice(-kept.length).join()));
        },

        ready,
    };
}
