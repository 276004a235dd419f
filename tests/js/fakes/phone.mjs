/** A browser with its databases, and tabs in it, wired as the app is. */
import "fake-indexeddb/auto";
import { createHash } from "node:crypto";
import { createCore } from "../../../static/app/core.js";
import { newKey } from "../../../static/app/store/ids.js";
import { createBroadcast } from "./broadcast.mjs";
import { createLocks } from "./locks.mjs";
import { createFakeServer } from "./server.mjs";

/** Argon2id's place, without its slowness; the real one has its own test. @type {import("../../../static/app/vault/argon2.js").Argon2} */
export const quickHash = async (secret, salt, cost) =>
    new Uint8Array(createHash("sha256").update(secret).update(salt).update(JSON.stringify(cost)).digest());

export const PASSPHRASE = "correct horse battery";

/** @typedef {Awaited<ReturnType<typeof createPhone>>} Phone */
/** @typedef {ReturnType<Phone["tab"]>} Tab */

export async function createPhone({ server = /** @type {import("./server.mjs").FakeServer | null} */ (null) } = {}) {
    const fake = server ?? (await createFakeServer());
    const name = `test-${newKey()}`;
    const locks = createLocks();
    const broadcast = createBroadcast();
    const clock = { now: Date.parse("2026-03-01T02:14:00Z") };
    const network = { up: true };
    /** @type {{ work: () => void, milliseconds: number }[]} */
    const timers = [];
    const fetch = /** @type {typeof globalThis.fetch} */ (async (path, init) => {
        if (!network.up) throw new TypeError("fetch failed");
        return await fake.fetch(path, init);
    });

    return {
        server: fake,
        clock,
        network,
        timers,
        tab: (/** @type {{ cost?: import("../../../static/app/store/registry.js").Cost }} */ { cost } = {}) => {
            return createCore({
                fetch,
                locks,
                broadcast: broadcast(),
                argon2: quickHash,
                chaseAfter: 15 * 60_000,
                name,
                cost,
                now: () => clock.now,
                random: () => 0.5,
                later: (work, milliseconds) => void timers.push({ work, milliseconds }),
            });
        },
    };
}

/** A phone whose practitioner is enrolled, with one tab that is open. */
export async function createEnrolledPhone() {
    const phone = await createPhone();
    const tab = phone.tab();
    await tab.session.signIn("ada@example.test", PASSPHRASE);
    await tab.session.enrol("Ada's phone");
    return { ...phone, tab, newTab: phone.tab };
}

/** An encounter with a form in it. @param {Tab} tab @param {Record<string, unknown>} [fields] */
export async function fillForm(tab, fields = { "answer.injured_now": { value: "yes", source: "victim" } }) {
    const encounter = await tab.drafts.create({ type: "encounter" });
    await tab.drafts.putAll(encounter, { kind: "incident", started_at: "2026-03-01T02:00:00+00:00", danger_now: "no" });
    const form = await tab.drafts.create({ type: "form", encounter, form: "dash", version: "2026.1", language: "pl" });
    await tab.drafts.putAll(form, fields);
    return { encounter, form };
}

/** Everything that lies in the databases of this process, as one text. */
export async function everythingStored() {
    const found = [];
    for (const { name = "" } of await indexedDB.databases()) {
        const db = await /** @type {Promise<IDBDatabase>} */ (asked(indexedDB.open(name)));
        for (const store of db.objectStoreNames) {
            const rows = db.transaction(store).objectStore(store);
            found.push(await asked(rows.getAll()), await asked(rows.getAllKeys()));
        }
        db.close();
    }
    return JSON.stringify(found, (_, value) => (value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? latin1(value) : value));
}

/** @param {ArrayBuffer | ArrayBufferView} bytes */
const latin1 = (bytes) => Buffer.from(/** @type {any} */ (ArrayBuffer.isView(bytes) ? bytes.buffer : bytes)).toString("latin1");

/** @param {IDBRequest} request @returns {Promise<any>} */
const asked = (request) =>
    new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });

/** @param {string} code */
export const coded = (code) => (/** @type {any} */ error) => error.code === code || `code is ${error.code}: ${error.stack}`;
