/**
 * The server's public keys that this device holds. The first set comes with the enrolment; a later one is taken
 * only where a receipt key that is already held has signed it, so that whoever sits on the line can't slip in a
 * sealing key of their own. A key that was held once stays: older receipts are checked with it.
 */
import { problem } from "../problem.js";
import { thumbprint, verify } from "../vault/seal.js";

/** @typedef {import("../vault/seal.js").Jwk} Jwk */
/** @typedef {{ keys: Jwk[], signed: string }} KeySet */
/** @typedef {ReturnType<typeof createKeyset>} Keyset */

/**
 * @param {object} parts
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {() => Promise<KeySet>} parts.fetchKeys
 */
export function createKeyset({ registry, fetchKeys }) {
    /** @returns {Promise<Jwk[]>} the current sealing key first */
    const held = async () => (await registry.setting("keys")) ?? [];

    /** @param {Jwk[]} keys */
    const ofReceipts = (keys) => keys.filter(({ use }) => use === "sig");

    return {
        /** @returns {Promise<Jwk>} */
        async sealing() {
            const current = (await held()).find(({ use }) => use === "enc");
            if (!current) throw problem("no-sealing-key");
            return current;
        },

        receipts: async () => ofReceipts(await held()),

        /**
         * Fetches the set and takes it where it may be taken. Rejects otherwise, and nothing changes.
         * @param {{ first?: boolean }} [how] first: nobody is enrolled here yet, so there is nothing to hold it against
         */
        async refresh({ first = false } = {}) {
            const [mine, set] = await Promise.all([first ? [] : held(), fetchKeys()]);
            const trusted = ofReceipts(first ? set.keys : mine);
            const keys = await genuine((await verify(set.signed, trusted, "fh-keys+jws")).keys);
            const earlier = mine.filter(({ kid }) => !keys.some((key) => key.kid === kid));
            await registry.set("keys", [...keys, ...earlier]);
        },
    };
}

/** Of the kinds that we know; a later service may have others. A key's id is its thumbprint. @param {Jwk[]} keys */
async function genuine(keys) {
    const known = keys.filter(({ kty, crv }) => kty === "EC" && crv === "P-256");
    for (const key of known) {
        if (key.kid !== (await thumbprint(key))) throw new TypeError("kid is not the thumbprint");
    }
    return known;
}
