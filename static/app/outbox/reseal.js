/**
 * Seals the same signed JWS again, where the server no longer knows the key of its envelope or the envelope is damaged.
 * Only the author can, with the vault open; until then it waits.
 */
import { seal, sha256 } from "../vault/seal.js";
import { jsonOf } from "./base64url.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("../vault/safe.js").Safe} Safe */

/**
 * @param {object} parts
 * @param {() => Safe | null} parts.safe
 * @param {import("./queue.js").Queue} parts.queue
 * @param {import("./keyset.js").Keyset} parts.keys
 */
export function createReseal({ safe: open, queue, keys }) {
    /** The current key, asked for anew where it is the one that was refused; null where that can't be known now. @param {Item} item */
    async function freshKey(item) {
        const held = await keys.sealing();
        if (held.kid !== item.kid || item.problem === "damaged") return held;
        return await keys.refresh().then(keys.sealing, () => null);
    }

    /** @param {Safe} safe @param {Item} item */
    async function again(safe, item) {
        const key = await freshKey(item);
        if (!key) return;
        if (key.kid === item.kid && item.problem !== "damaged") return await queue.change(item, { state: "attention", reseal: false });
        const { jws } = await queue.heavy(item);
        const signed = jws ? await safe.open("envelopes", item.id, 1, jws).catch(() => null) : null;
        if (!signed) return await queue.change(item, { state: "attention", reseal: false, problem: "beyond-repair" });
        const { about } = jsonOf(signed, 1);
        const envelope = await seal(signed, about, key);
        const fresh = { about, sha256: await sha256(envelope), size: envelope.length, kid: String(key.kid), reseal: false, problem: null };
        await queue.change(item, fresh, envelope);
    }

    return async () => {
        const safe = open();
        if (!safe) return;
        const mine = (await queue.items()).filter(({ reseal, vault }) => reseal && vault === safe.id);
        for (const item of mine) await again(safe, item);
    };
}
