/**
 * The seal of protocol.md: one compact JWE around one compact JWS, receipts, thumbprints and hashes.
 * The library is fetched at its first use, which is long after the first answer.
 */

/** @typedef {import("jose").JWK} Jwk */

const jose = () => import("jose");

/** A compact JWS, ES256, whose header says `alg` and `kid` and no more. @param {string} text @param {CryptoKey} key @param {string} kid */
export async function sign(text, key, kid) {
    const { CompactSign } = await jose();
    return await new CompactSign(new TextEncoder().encode(text)).setProtectedHeader({ alg: "ES256", kid }).sign(key);
}

/**
 * The envelope: only the holder of the sealing key's other half opens it.
 * @param {string} jws @param {import("../outbox/payload.js").About} about @param {Jwk} sealingKey
 */
export async function seal(jws, about, sealingKey) {
    const { CompactEncrypt, importJWK } = await jose();
    const key = await importJWK(sealingKey, "ECDH-ES");
    const fixed = { alg: "ECDH-ES", enc: "A256GCM", kid: sealingKey.kid, typ: "fh-submission+jwe", cty: "JWS" };
    return await new CompactEncrypt(new TextEncoder().encode(jws)).setProtectedHeader({ ...fixed, ...about }).encrypt(key);
}

/**
 * The payload of a JWS whose key is one of `keys`. Rejects with `UnknownKid` where none has its `kid`.
 * @param {string} jws @param {Jwk[]} keys @param {string} [typ] @returns {Promise<any>}
 */
export async function verify(jws, keys, typ) {
    const { compactVerify, decodeProtectedHeader, importJWK } = await jose();
    const header = decodeProtectedHeader(jws);
    const jwk = keys.find((key) => key.kid === header.kid);
    if (!jwk) throw new UnknownKid(String(header.kid));
    if (typ && header.typ !== typ) throw new TypeError(`typ is ${header.typ}, not ${typ}`);
    const { payload } = await compactVerify(jws, await importJWK(jwk, "ES256"), { algorithms: ["ES256"] });
    return JSON.parse(new TextDecoder().decode(payload));
}

export class UnknownKid extends Error {}

/** The RFC 7638 SHA-256 thumbprint. @param {JsonWebKey} jwk @returns {Promise<string>} */
export async function thumbprint(jwk) {
    const { calculateJwkThumbprint } = await jose();
    return await calculateJwkThumbprint(/** @type {Jwk} */ (jwk), "sha256");
}

/** SHA-256 in lower-case hex, over the bytes as sent. @param {string | Uint8Array<ArrayBuffer>} content */
export async function sha256(content) {
    const digest = await crypto.subtle.digest("SHA-256", typeof content === "string" ? new TextEncoder().encode(content) : content);
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
