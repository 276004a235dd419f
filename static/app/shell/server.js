/** JSON to and from our own server, with the cookies of this browser. An answer that isn't JSON is no answer of ours. */

/** @typedef {import("../outbox/failures.js").Answer} Answer */
/** @typedef {ReturnType<typeof createServer>} Server */

const PATIENCE = 60_000;

/** @param {typeof globalThis.fetch} fetch */
export function createServer(fetch) {
    /**
     * Rejects where the network fails.
     * @param {string} method @param {string} path under /api/v1 @param {unknown} [body] @param {string} [csrf] @returns {Promise<Answer>}
     */
    async function ask(method, path, body, csrf) {
        const headers = new Headers({ Accept: "application/json" });
        if (body !== undefined) headers.set("Content-Type", "application/json");
        if (csrf) headers.set("X-CSRF-Token", csrf);
        const response = await fetch(`/api/v1${path}`, {
            method,
            headers,
            body: body === undefined ? null : JSON.stringify(body),
            credentials: "same-origin",
            redirect: "error",
            cache: "no-store",
            referrerPolicy: "no-referrer",
            signal: AbortSignal.timeout(PATIENCE),
        });
        return { status: response.status, json: await jsonOf(response), retryAfter: secondsOf(response) };
    }
    return { ask };
}

/** @param {Response} response */
async function jsonOf(response) {
    if (response.status === 204) return {};
    if (!/\bjson\b/.test(response.headers.get("Content-Type") ?? "")) return null;
    const json = await response.json().catch(() => null);
    return typeof json === "object" ? json : null;
}

/** @param {Response} response */
function secondsOf(response) {
    const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
    return Number.isFinite(seconds) ? seconds : null;
}
