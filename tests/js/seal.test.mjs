import assert from "node:assert/strict";
import { test } from "node:test";
import { argon2id } from "hash-wasm";
import * as jose from "jose";
import { decrypt, encrypt, harden, newVaultKey, randomBytes } from "../../static/app/vault/keys.js";
import { seal, sha256, sign, thumbprint, UnknownKid, verify } from "../../static/app/vault/seal.js";
import { newWrap, openWraps } from "../../static/app/vault/wraps.js";

/** The key and the token of RFC 7515, appendix A.3. */
const A3 = {
    key: { kty: "EC", crv: "P-256", x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" },
    jws: "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
};

test("a signature of RFC 7515, A.3 holds", async () => {
    const payload = await verify(A3.jws, [/** @type {any} */ (A3.key)]);
    assert.equal(payload.iss, "joe");
    await assert.rejects(verify(A3.jws.replace("eyJpc3Mi", "eyJpc3Nj"), [/** @type {any} */ (A3.key)]));
});

test("SHA-256 is that of FIPS 180-4", async () => {
    assert.equal(await sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("a thumbprint leaves out what RFC 7638 leaves out", async () => {
    const bare = await thumbprint(A3.key);
    assert.equal(await thumbprint({ ...A3.key, alg: "ES256", use: "sig" }), bare);
    assert.equal(bare, await jose.calculateJwkThumbprint(A3.key));
});

test("Argon2id answers as the reference implementation does in its own test", async () => {
    const hash = await argon2id({ password: "password", salt: "somesalt", memorySize: 65536, iterations: 2, parallelism: 1, hashLength: 32, outputType: "hex" });
    assert.equal(hash, "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
});

test("an envelope has exactly the members of the protocol, and only the sealing key opens it", async () => {
    const pair = await jose.generateKeyPair("ECDH-ES", { crv: "P-256", extractable: true });
    const jwk = { ...(await jose.exportJWK(pair.publicKey)), kid: "k1", use: "enc" };
    const about = { id: "i", encounter: "e", form: "dash", form_version: "1", captured_at: "t", device: "d", author: "a", attachments: [], amends: "b" };
    const envelope = await seal("a.b.c", about, jwk);
    const header = jose.decodeProtectedHeader(envelope);
    assert.deepEqual(Object.keys(header).sort(), [...Object.keys(about), "alg", "cty", "enc", "epk", "kid", "typ"].sort());
    assert.deepEqual(Object.keys(/** @type {any} */ (header.epk)).sort(), ["crv", "kty", "x", "y"]);
    const { plaintext } = await jose.compactDecrypt(envelope, pair.privateKey);
    assert.equal(new TextDecoder().decode(plaintext), "a.b.c");
    const [head, ...rest] = envelope.split(".");
    const changed = jose.base64url.encode(JSON.stringify({ ...header, author: "x" }));
    assert.notEqual(head, changed);
    await assert.rejects(jose.compactDecrypt([changed, ...rest].join("."), pair.privateKey));
});

test("a signed token says alg and kid, no more, and other algorithms are refused", async () => {
    const pair = await jose.generateKeyPair("ES256", { extractable: true });
    const jws = await sign("{}", pair.privateKey, "k1");
    assert.deepEqual(jose.decodeProtectedHeader(jws), { alg: "ES256", kid: "k1" });
    const key = { ...(await jose.exportJWK(pair.publicKey)), kid: "k1" };
    await assert.rejects(verify(jws, [{ ...key, kid: "k2" }]), UnknownKid);
    await assert.rejects(verify(jws, [key], "fh-receipt+jws"), TypeError);
    const none = `${jose.base64url.encode('{"alg":"none","kid":"k1"}')}.e30.`;
    await assert.rejects(verify(none, [key]));
});

test("what was encrypted opens in its own place and nowhere else, under a fresh IV each time", async () => {
    const key = await newVaultKey();
    const bytes = new TextEncoder().encode("said once");
    const [one, two] = await Promise.all([encrypt(key, bytes, "fields|a|1"), encrypt(key, bytes, "fields|a|1")]);
    assert.notDeepEqual(one.iv, two.iv);
    assert.equal(new TextDecoder().decode(await decrypt(key, one, "fields|a|1")), "said once");
    for (const place of ["fields|b|1", "fields|a|2", "drafts|a|1"]) await assert.rejects(decrypt(key, one, place));
});

test("a vault key in use can't be exported", async () => {
    const key = await harden(await newVaultKey());
    assert.equal(key.extractable, false);
    await assert.rejects(crypto.subtle.exportKey("raw", key));
});

test("a wrap opens with its own secret, however the letters were composed, and never below the lowest cost", async () => {
    const key = await newVaultKey();
    const low = { memory: 19 * 1024, passes: 2, lanes: 1 };
    /** @type {import("../../static/app/vault/argon2.js").Argon2} */
    const real = (secret, salt, cost) =>
        /** @type {any} */ (argon2id({ password: secret, salt, memorySize: cost.memory, iterations: cost.passes, parallelism: cost.lanes, hashLength: 32, outputType: "binary" }));
    const wrap = await newWrap(real, "v", "passphrase", "caf\u00e9 au lait", key, low);
    assert.ok(await openWraps(real, "v", [wrap], "cafe\u0301 au lait"));
    assert.equal(await openWraps(real, "v", [wrap], "cafe au lait"), null);
    assert.equal(await openWraps(real, "other", [wrap], "caf\u00e9 au lait"), null);
    await assert.rejects(newWrap(real, "v", "passphrase", "x", key, { ...low, passes: 1 }), RangeError);
    assert.equal(randomBytes(16).length, 16);
});
