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
        if (body === undefined) return await carry(method, path, {}, null, csrf);
        return await carry(method, path, { "Content-Type": "application/json" }, JSON.stringify(body), csrf);
    }

    /**
     * As it is, with headers of its own. Rejects where the network fails.
     * @param {string} method @param {string} path under /api/v1 @param {Record<string, string>} own headers
     * @param {BodyInit | null} [body] @param {string} [csrf] @returns {Promise<import("../outbox/tus.js").Reply>}
     */
    async function carry(method, path, own, body = null, csrf = "") {
        const headers = new Headers({ Accept: "application/json", ...own });
        if (csrf) headers.set("X-CSRF-Token", csrf);
        const response = await fetch(`/api/v1${path}`, {
            method,
            headers,
            body,
            credentials: "same-origin",
            redirect: "error",
            cache: "no-store",
            referrerPolicy: "no-referrer",
            signal: AbortSignal.timeout(PATIENCE),
        });
        return { status: response.status, headers: response.headers, json: await jsonOf(response), retryAfter: secondsOf(response) };
    }
    return { ask, carry };
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
