/** What this browser promised: to keep what is stored, to have every screen without a network, and the gesture. */
import { codeOf } from "../problem.js";
import { createGesture } from "./gesture.js";

/**
 * @param {object} parts
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {import("../vault/unlock.js").VaultCore} parts.vault
 * @param {Navigator} parts.navigator
 * @param {() => Promise<void>} parts.ready
 */
export function createDevice({ registry, vault, navigator, ready }) {
    const { storage } = navigator;
    return {
        /** Whether the browser refuses to store anything, by an error or by never answering. */
        refuses: () => registry.setting("installation").then(() => false, (error) => codeOf(error) === "storage"),

        /** Milliseconds by which this clock was ahead of the service's when that was heard last; 0 within five minutes. */
        async ahead() {
            const ahead = (await registry.setting("ahead")) ?? 0;
            return Math.abs(ahead) > 5 * 60_000 ? ahead : 0;
        },

        persisted: async () => (await storage?.persisted?.()) ?? null,
        persist: async () => (await storage?.persist?.()) ?? null,

        async estimate() {
            const { usage, quota } = (await storage?.estimate?.()) ?? {};
            return usage === undefined || quota === undefined ? null : { usage, quota };
        },

        ...createGesture({ registry, vault }),
        ready,
    };
}
