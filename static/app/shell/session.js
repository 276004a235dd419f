/**
 * Who the server takes us for. The open vault and the session are the same practitioner for everything but
 * delivery: where they differ the app counts as signed out, and signs the other out before it asks again.
 */
import { createListeners } from "../listeners.js";
import { problem } from "../problem.js";

/** @import { Json, Practitioner } from "../types.d.ts" */
/** @typedef {Practitioner & { csrf: string }} Who */
/** @typedef {ReturnType<typeof createSession>} SessionCore */

/**
 * @param {object} parts
 * @param {import("./server.js").Server} parts.server
 * @param {import("../vault/unlock.js").VaultCore} parts.vault
 * @param {import("../store/registry.js").Registry} parts.registry
 */
export function createSession({ server, vault, registry }) {
    /** @type {Who | null} */
    let who = null;
    let parting = false;
    /** @type {ReturnType<typeof createListeners<[Practitioner | null]>>} */
    const changes = createListeners();

    vault.subscribe((state) => void (state === "unlocked" && session.refresh().catch(() => {})));

    /** @param {Who | null} next */
    function become(next) {
        const same = next?.id === who?.id;
        who = next;
        if (!same) changes.tell(who);
    }

    /** @param {string} method @param {string} path @param {unknown} [body] */
    async function ask(method, path, body) {
        const csrf = method === "GET" ? undefined : who?.csrf;
        return await server.ask(method, path, body, csrf).catch((error) => Promise.reject(problem("offline", {}, error)));
    }

    /** A token that is out of date is fetched anew, once. @template {{ status: number, json: any }} Answer @param {() => Promise<Answer>} work */
    async function twice(work) {
        const answer = await work();
        if (answer.status !== 403 || answer.json?.code !== "csrf") return answer;
        await session.refresh();
        return await work();
    }

    /** @param {string} method @param {string} path @param {unknown} [body] */
    const askTwice = (method, path, body) => twice(() => ask(method, path, body));

    /** Signing out without a network is made good at the next contact. */
    async function leave() {
        if (parting) return;
        parting = true;
        try {
            await registry.set("leaving", true);
            const { status } = await askTwice("DELETE", "/session");
            if (status < 500) await registry.set("leaving", false);
        } finally {
            parting = false;
            become(null);
        }
    }

    const session = {
        /** Never somebody else than whose vault is open. */
        get who() {
            const owner = vault.owner?.practitioner.id;
            return who && owner && who.id !== owner ? null : who;
        },

        /** Asks who is signed in, and parts from whoever is not the owner of the open vault. */
        async refresh() {
            const { status, json } = await ask("GET", "/session");
            if (status !== 200 && status !== 401) return;
            become(status === 200 && json?.id ? json : null);
            const owner = vault.owner?.practitioner.id;
            const other = who && owner && who.id !== owner;
            if (who && (other || (await registry.setting("leaving")))) await leave();
        },

        /** Makes good a sign-out that had no network. */
        async part() {
            if (await registry.setting("leaving")) await session.refresh();
        },

        /** The cookie of a new session. @param {{ email: string, password: string, code?: string }} credentials @returns {Promise<Who>} */
        async begin(credentials) {
            refuse(await ask("POST", "/session", credentials));
            await registry.set("leaving", false);
            const answer = await ask("GET", "/session");
            if (answer.status !== 200 || !answer.json?.id) throw problem("unavailable");
            become(answer.json);
            await vault.claim(answer.json.id);
            return answer.json;
        },

        /** @param {string} method @param {string} path @param {Json} [body] */
        async call(method, path, body) {
            const { status, json } = await askTwice(method, path, body);
            if (status === 401) become(null);
            if (status === 401) throw problem("sign-in");
            if (json === null || status >= 500) throw problem("unavailable", { status });
            if (status >= 400) throw problem(json.code ?? `http-${status}`, json);
            return json;
        },

        /** With the session's token where there is one; the device cookie needs none. @param {string} path @param {unknown} body */
        deliver: (path, body) => askTwice("POST", path, body),

        /** A piece of a file, likewise. @type {import("../outbox/tus.js").Carry} */
        carry: (method, path, headers, body) => twice(() => server.carry(method, path, headers, body, method === "HEAD" ? "" : who?.csrf)),

        async signOut() {
            await vault.lock("signed-out");
            await leave().catch(() => {});
        },

        /** @param {(who: Practitioner | null) => void} changed */
        subscribe: (changed) => changes.add(changed),
    };
    return session;
}

/** What kept somebody from signing in, if anything did. @param {import("../outbox/failures.js").Answer} answer */
function refuse({ status, json, retryAfter }) {
    if (status === 401) throw problem("wrong-credentials");
    if (status === 429) throw problem("slow-down", { seconds: retryAfter ?? 60 });
    if (status >= 400) throw problem(json?.code ?? "unavailable", json ?? {});
    if (json === null) throw problem("unavailable");
}
