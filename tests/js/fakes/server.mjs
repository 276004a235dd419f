/**
 * The server's side of protocol.md, as far as a client can see it: real seals, real receipts, one row for each
 * (id, sha256). `plan` holds what goes wrong with the next requests for submissions, in order. It is a later server
 * than the client: it says more than the client knows, in whatever it answers.
 */
import * as jose from "jose";
import { createHash } from "node:crypto";
import { createFakeUploads } from "./attachments.mjs";

/** @typedef {Awaited<ReturnType<typeof createFakeServer>>} FakeServer */
/** @typedef {{ id: string, sha256: string, envelope: string, reference: string, received_at: string }} Row */

/** @param {string} use */
async function newKey(use) {
    const pair = await jose.generateKeyPair(use === "enc" ? "ECDH-ES" : "ES256", { crv: "P-256", extractable: true });
    const jwk = { ...(await jose.exportJWK(pair.publicKey)), use };
    return { jwk: { ...jwk, kid: await jose.calculateJwkThumbprint(jwk) }, privateKey: pair.privateKey };
}

/** @param {string} text */
const hash = (text) => createHash("sha256").update(text).digest("hex");

const LATER = { later: { than: ["the client"] } };
const LATER_KEY = { ...LATER, kty: "LATER", use: "enc", kid: "of a kind that is not known yet" };

/** @param {unknown} said @returns {unknown} every object in it, with a member that no client knows */
function later(said) {
    if (Array.isArray(said)) return said.map(later);
    if (typeof said !== "object" || said === null) return said;
    return { ...Object.fromEntries(Object.entries(said).map(([name, value]) => [name, later(value)])), ...LATER };
}

export async function createFakeServer() {
    let sealing = [await newKey("enc")];
    let receipts = [await newKey("sig")];
    /** @type {Row[]} */
    const rows = [];
    const state = {
        passphrase: "correct horse battery",
        signedIn: /** @type {string | null} */ (null),
        devices: /** @type {Map<string, any>} */ (new Map()),
        recovery: /** @type {string | null} */ (null),
        revoked: false,
        reports: /** @type {any[]} */ ([]),
        missing: /** @type {any[]} */ ([]),
        clock: /** @type {string | null} */ (null),
        calls: /** @type {string[]} */ ([]),
        batches: /** @type {number[]} */ ([]),
        who: { id: "018f0000-0000-7000-8000-000000000001", name: "Ada Invented", role: "practitioner", agency: "Police" },
    };
    /** @type {((request: { body: any, reply: () => Promise<Response> }) => Response | Promise<Response>)[]} */
    const plan = [];
    const attachments = createFakeUploads();

    /** @param {number} status @param {unknown} body */
    const json = (status, body) => Response.json(later(body), { status });
    /** @param {number} status @param {string} code */
    const refusal = (status, code) => json(status, { type: `/problems#${code}`, code, status });
    const sign = async (/** @type {unknown} */ payload, /** @type {string} */ typ) =>
        await new jose.CompactSign(new TextEncoder().encode(JSON.stringify(later(payload))))
            .setProtectedHeader({ alg: "ES256", kid: /** @type {any} */ (receipts[0]).jwk.kid, typ })
            .sign(/** @type {any} */ (receipts[0]).privateKey);

    async function keySet() {
        const keys = [LATER_KEY, ...[...sealing, ...receipts].map(({ jwk }) => jwk)];
        return { keys, signed: await sign({ keys }, "fh-keys+jws") };
    }

    /** @param {string} envelope */
    function receive(envelope) {
        const { id, kid, attachments: named = [] } = /** @type {any} */ (jose.decodeProtectedHeader(envelope));
        if (!sealing.some(({ jwk }) => jwk.kid === kid)) return { id, status: "refused", problem: { code: "unknown-sealing-key" } };
        const sha256 = hash(envelope);
        const [first] = rows.filter((row) => row.id === id);
        const known = rows.some((row) => row.id === id && row.sha256 === sha256);
        const reference = first?.reference ?? `FH-${String(rows.length).padStart(4, "0")}-0000`;
        const received_at = first?.received_at ?? new Date().toISOString();
        if (!known) rows.push({ id: String(id), sha256, envelope, reference, received_at });
        return { id, status: known ? "already_stored" : first ? "stored_conflict" : "stored", reference, sha256, received_at, attachments: attachments.held(String(id), named) };
    }

    /** @param {{ submissions: string[] }} body */
    async function submit({ submissions }) {
        const done = submissions.map(receive);
        const received = done.filter(({ status }) => status !== "refused").map(({ status: _, problem: __, ...one }) => one);
        const results = done.map(({ id, status, reference, problem }) => ({ id, status, reference, problem }));
        const receipt = received.length ? await sign({ received }, "fh-receipt+jws") : undefined;
        return json(200, { results, receipt, ...(state.revoked ? { device: "revoked" } : {}) });
    }

    /** @param {string} path @param {RequestInit} init */
    async function fetch(path, init) {
        if (path.startsWith("/api/v1/attachments")) return await attachments.fetch(path, init);
        const body = init.body ? JSON.parse(String(init.body)) : null;
        const call = `${init.method} ${path.replace("/api/v1", "")}`;
        state.calls.push(call);
        if (call === "POST /submissions") {
            state.batches.push(body.submissions.length);
            const wrong = plan.shift();
            return wrong ? await wrong({ body, reply: () => submit(body) }) : await submit(body);
        }
        if (call === "POST /devices/report") {
            if (state.devices.size === 0) return refusal(401, "sign-in");
            state.reports.push(body);
            const devices = [...state.devices.keys()].map((device) => ({ device, revoked: state.revoked, heard_at: null, waiting: 0, drafts: 0 }));
            return json(200, { at: state.clock ?? new Date(0).toISOString(), devices, missing: state.missing });
        }
        if (call === "GET /keys") return json(200, await keySet());
        if (call === "POST /session") {
            if (body.password !== state.passphrase) return refusal(401, "wrong-credentials");
            state.signedIn = state.who.id;
            return new Response(null, { status: 204 });
        }
        if (!state.signedIn) return refusal(401, "sign-in");
        if (call === "GET /session") return json(200, { ...state.who, csrf: "token" });
        if (new Headers(init.headers).get("X-CSRF-Token") !== "token") return refusal(403, "csrf");
        return change(call, body);
    }

    /** @param {string} call @param {any} body */
    function change(call, body) {
        if (call === "DELETE /session") state.signedIn = null;
        else if (call === "POST /devices") {
            const device = [...state.devices].find(([, key]) => key.x === body.author_key.x)?.[0] ?? crypto.randomUUID();
            state.devices.set(device, body.author_key);
            return json(201, { device, author_key_id: "" });
        } else if (/^POST \/devices\/.*\/recovery$/.test(call)) state.recovery = body.code;
        else if (call === "POST /passphrase") {
            if (body.current !== state.passphrase) return refusal(403, "wrong-passphrase");
            state.passphrase = body.new;
        } else return refusal(404, "not-found");
        return new Response(null, { status: 204 });
    }

    return {
        state,
        rows,
        plan,
        attachments,
        fetch: /** @type {typeof globalThis.fetch} */ (/** @type {unknown} */ (fetch)),
        refusal,
        keySet,
        /** A new current sealing key; the old ones are no longer known when `forget`. @param {{ forget?: boolean }} [how] */
        async rotate({ forget = false } = {}) {
            sealing = [await newKey("enc"), ...(forget ? [] : sealing)];
        },
        /** Receipts are signed by a stranger from now on. */
        async replaceReceiptKey() {
            receipts = [await newKey("sig")];
        },
        async addReceiptKey() {
            receipts = [...receipts, await newKey("sig")].reverse();
        },
        /** The header and the payload of what was stored, opened and verified. @param {string} envelope */
        async open(envelope) {
            const header = jose.decodeProtectedHeader(envelope);
            const key = sealing.find(({ jwk }) => jwk.kid === header.kid);
            const { plaintext } = await jose.compactDecrypt(envelope, /** @type {any} */ (key).privateKey);
            const jws = new TextDecoder().decode(plaintext);
            const author = state.devices.get(String(header.device));
            const { payload, protectedHeader } = await jose.compactVerify(jws, await jose.importJWK(author, "ES256"));
            return { header, signature: protectedHeader, payload: JSON.parse(new TextDecoder().decode(payload)), jws };
        },
    };
}
