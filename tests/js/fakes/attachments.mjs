/**
 * The server's side of tus 1.0.0 as protocol.md has it. `plan` holds what goes wrong with the next of its requests, in
 * order: each is handed what would be answered.
 */
import { createHash } from "node:crypto";

/** @typedef {ReturnType<typeof createFakeUploads>} FakeUploads */
/** @typedef {{ submission: string, attachment: string, sha256: string, size: number, bytes: Buffer }} Upload */
/** @typedef {{ method: string, path: string, headers: Headers, body: Buffer }} Asked */

/** @param {Upload} upload */
const isWhole = ({ bytes, size, sha256 }) => bytes.length === size && createHash("sha256").update(bytes).digest("hex") === sha256;

/** @param {number} status @param {Record<string, string>} [headers] */
const reply = (status, headers = {}) => new Response(null, { status, headers: { "Tus-Resumable": "1.0.0", ...headers } });

export function createFakeUploads() {
    /** @type {Map<string, Upload>} */
    const uploads = new Map();
    /** @type {((asked: Asked, answer: () => Response) => Response | Promise<Response>)[]} */
    const plan = [];
    /** @type {string[]} */
    const calls = [];

    /** @param {Asked} asked */
    function create({ headers }) {
        const pairs = (headers.get("Upload-Metadata") ?? "").split(",").map((pair) => pair.split(" "));
        const said = Object.fromEntries(pairs.map(([name, value]) => [name, atob(String(value))]));
        const { submission = "", attachment = "", sha256 = "" } = said;
        if (Object.keys(said).length !== 3) return reply(400);
        const place = crypto.randomUUID();
        uploads.set(place, { submission, attachment, sha256, size: Number(headers.get("Upload-Length")), bytes: Buffer.alloc(0) });
        return reply(201, { Location: `http://127.0.0.1:1/api/v1/attachments/${place}` });
    }

    /** @param {Upload} upload @param {Asked} asked */
    function append(upload, { headers, body }) {
        if (headers.get("Content-Type") !== "application/offset+octet-stream") return reply(415);
        if (Number(headers.get("Upload-Offset")) !== upload.bytes.length) return reply(409);
        upload.bytes = Buffer.concat([upload.bytes, body]);
        return reply(204, { "Upload-Offset": String(upload.bytes.length) });
    }

    /** @param {Asked} asked */
    function answer(asked) {
        if (asked.headers.get("Tus-Resumable") !== "1.0.0") return reply(412);
        if (asked.method === "POST") return create(asked);
        const upload = uploads.get(asked.path.split("/").at(-1) ?? "");
        if (!upload) return reply(404);
        if (asked.method === "PATCH") return append(upload, asked);
        return reply(200, { "Upload-Offset": String(upload.bytes.length), "Upload-Length": String(upload.size) });
    }

    return {
        uploads,
        plan,
        calls,
        /** @param {string} path @param {RequestInit} init */
        async fetch(path, init) {
            const body = init.body ? Buffer.from(/** @type {Uint8Array} */ (init.body)) : Buffer.alloc(0);
            const asked = { method: String(init.method), path, headers: new Headers(init.headers), body };
            calls.push(asked.method);
            const wrong = plan.shift();
            return wrong ? await wrong(asked, () => answer(asked)) : answer(asked);
        },
        /** What a receipt says of a submission. @param {string} submission @param {{ id: string, sha256: string }[]} named in its header */
        held: (submission, named) =>
            named.filter(({ id, sha256 }) =>
                [...uploads.values()].some((one) => one.submission === submission && one.attachment === id && one.sha256 === sha256 && isWhole(one)),
            ).map(({ id, sha256 }) => ({ id, sha256 })),
        reply,
    };
}
