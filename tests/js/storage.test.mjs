/** A store that closes, hangs, fills up or is spoilt: what can be read is read, what can be kept is kept, the rest is told. */
import "fake-indexeddb/auto";
import { forceCloseDatabase } from "fake-indexeddb";
import { unwrap } from "idb";
import assert from "node:assert/strict";
import { test } from "node:test";
import { createDatabase } from "../../static/app/store/database.js";
import { newKey } from "../../static/app/store/ids.js";
import { coded, createEnrolledPhone, fillForm, PASSPHRASE } from "./fakes/phone.mjs";

/** @param {{ open?: number, work?: number }} [patience] */
const newDatabase = (patience) =>
    createDatabase({ name: `test-${newKey()}`, version: 1, upgrade: (db) => void db.createObjectStore("rows"), patience: { open: 5000, work: 5000, ...patience } });

/** @param {import("../../static/app/store/database.js").Database} database @param {string} value */
const put = (database, value) => database.write(["rows"], (tx) => tx.objectStore("rows").put(value, "one"));

/** @param {import("../../static/app/store/database.js").Database} database */
const get = (database) => database.read(["rows"], (tx) => tx.objectStore("rows").get("one"));

/** Replaces a method of IndexedDB while `work` runs. @param {any} prototype @param {string} name @param {(original: any) => any} made @param {() => Promise<unknown>} work */
async function replaced(prototype, name, made, work) {
    const original = prototype[name];
    prototype[name] = made(original);
    try {
        await work();
    } finally {
        prototype[name] = original;
    }
}

/** The next `times` calls throw. @param {string} error @param {string} message @param {number} times */
const failing = (error, message, times) => (/** @type {any} */ original) =>
    function (/** @type {any[]} */ ...args) {
        // @ts-expect-error the database that it is called on
        if (times-- <= 0) return original.apply(this, args);
        throw new DOMException(message, error);
    };

for (const [error, message] of /** @type {[string, string][]} */ ([
    ["InvalidStateError", "The database connection is closing."],
    ["UnknownError", "Connection to Indexed Database server lost. Refresh the page to try again"],
    ["UnknownError", "Attempt to get records from database without an in-progress transaction"],
    ["AbortError", "The transaction was aborted, so the request cannot be fulfilled."],
])) {
    test(`a connection that was closed under the work (${error}: ${message}) is opened again, once`, async () => {
        const database = newDatabase();
        await put(database, "before");
        await replaced(IDBDatabase.prototype, "transaction", failing(error, message, 1), () => put(database, "after"));
        assert.equal(await get(database), "after");
        await replaced(IDBDatabase.prototype, "transaction", failing(error, message, 2), () => assert.rejects(put(database, "never"), coded("storage")));
        assert.equal(await get(database), "after");
    });
}

test("a database that the browser closes of itself is opened again", async () => {
    const database = newDatabase();
    await put(database, "before");
    await database.read(["rows"], (tx) => forceCloseDatabase(/** @type {any} */ (unwrap(tx.db)))).catch(() => {});
    await put(database, "after");
    assert.equal(await get(database), "after");
});

test("a work that is cut off in its midst leaves nothing half done and is repeated whole", async () => {
    const database = newDatabase();
    let cut = true;
    await database.write(["rows"], async (tx) => {
        await tx.objectStore("rows").put("one", "one");
        if (cut) {
            cut = false;
            throw new DOMException("the connection is closing", "AbortError");
        }
        await tx.objectStore("rows").put("two", "two");
    });
    assert.deepEqual(await database.read(["rows"], (tx) => tx.objectStore("rows").getAll()), ["one", "two"]);
});

test("a browser that refuses to open a database, or never answers, is not waited for long", async () => {
    const never = () => () => Reflect.construct(IDBOpenDBRequest, []);
    const refused = newDatabase();
    await replaced(IDBFactory.prototype, "open", () => () => { throw new DOMException("denied", "SecurityError"); }, () => assert.rejects(put(refused, "x"), coded("storage")));
    await replaced(IDBFactory.prototype, "open", never, () => assert.rejects(put(newDatabase({ open: 20 }), "x"), coded("storage")));
});

test("a work that is never answered is done anew over a new connection, and is bounded", async () => {
    const database = newDatabase({ work: 30 });
    let hangs = 1;
    await database.read(["rows"], () => (hangs-- > 0 ? new Promise(() => {}) : "done")).then((answer) => assert.equal(answer, "done"));
    await assert.rejects(database.read(["rows"], () => new Promise(() => {})), coded("storage"));
});

test("what finds no room stays, is said not to be saved, and is stored by itself once there is room", async () => {
    const phone = await createEnrolledPhone();
    const { form } = await fillForm(phone.tab);
    phone.timers.length = 0;
    await replaced(IDBObjectStore.prototype, "put", failing("QuotaExceededError", "full", Infinity), async () => {
        await assert.rejects(phone.tab.drafts.put(form, "answer.b", { value: "no" }), coded("quota"));
        await again(phone, form);
        assert.deepEqual(phone.tab.drafts.saving, { unsaved: 1, needsUnlock: false, problem: "quota" });
    });
    await again(phone, form);
    assert.deepEqual(phone.tab.drafts.saving, { unsaved: 0, needsUnlock: false, problem: null });
    const other = phone.newTab();
    await other.vault.unlock(PASSPHRASE);
    assert.equal((await other.drafts.load(form)).fields["answer.b"].value, "no");
});

test("a submission that finds no room leaves its drafts as they were", async () => {
    const phone = await createEnrolledPhone();
    phone.network.up = false;
    const { form } = await fillForm(phone.tab);
    await replaced(IDBObjectStore.prototype, "put", failing("QuotaExceededError", "full", Infinity), () => assert.rejects(phone.tab.outbox.submit([form]), coded("quota")));
    assert.deepEqual([(await phone.tab.drafts.load(form)).state, (await phone.tab.outbox.summary()).waiting], ["open", 0]);
    await phone.tab.outbox.submit([form]);
    assert.equal((await phone.tab.outbox.summary()).waiting, 1);
});

test("on a full phone what was received goes, though there is no room to note it", async () => {
    const phone = await createEnrolledPhone();
    phone.network.up = false;
    const { form } = await fillForm(phone.tab);
    await phone.tab.outbox.submit([form]);
    await phone.tab.outbox.deliver();
    phone.network.up = true;
    await replaced(IDBObjectStore.prototype, "put", failing("QuotaExceededError", "full", Infinity), () => phone.tab.outbox.deliver());
    assert.deepEqual([phone.server.rows.length, (await phone.tab.outbox.summary()).waiting], [1, 0]);
});

for (const [how, spoil] of /** @type {[string, (row: any) => any][]} */ ([
    ["was changed", (row) => ({ ...row, data: new Uint8Array(row.data).map((byte) => byte ^ 1).buffer })],
    ["was cut off", (row) => ({ ...row, data: row.data.slice(0, 20) })],
    ["lost its ciphertext", ({ key, state, version, draft }) => ({ key, state, version, ...(draft ? { draft } : {}) })],
])) {
    test(`a draft whose head ${how} is told by its number, and the others open`, async () => {
        const { tab } = await createEnrolledPhone();
        const first = await fillForm(tab);
        const second = await fillForm(tab);
        const key = await spoilHead(tab, first.form, spoil);
        assert.deepEqual(await tab.drafts.shut(), [key.slice(0, 8)]);
        assert.deepEqual((await tab.drafts.list()).map(({ id }) => id).includes(first.form), false);
        assert.deepEqual((await tab.drafts.load(second.form)).fields, { "answer.injured_now": { value: "yes", source: "victim" } });
        await assert.rejects(tab.drafts.load(first.form), coded("no-such-draft"));
    });

    test(`a draft of which one answer ${how} opens with the others, and says so`, async () => {
        const { tab } = await createEnrolledPhone();
        const { form } = await fillForm(tab, { "answer.a": { value: "yes" }, "answer.b": { value: "no" } });
        const database = tab.databases.of(String(tab.vault.safe?.database));
        await database.write(["fields"], async (tx) => {
            const rows = await tx.objectStore("fields").getAll();
            const [one] = rows.filter(({ draft }) => rows.filter((row) => row.draft === draft).length === 2);
            await tx.objectStore("fields").put(spoil(one));
        });
        const { fields, unreadable } = await tab.drafts.load(form);
        assert.deepEqual([Object.keys(fields).length, unreadable], [1, 1]);
        await tab.drafts.put(form, "answer.c", { value: "declined" });
        assert.equal((await tab.drafts.load(form)).fields["answer.c"].value, "declined");
    });
}

test("fields whose head is gone are told as a draft that does not open", async () => {
    const { tab } = await createEnrolledPhone();
    const { form } = await fillForm(tab);
    const placed = await tab.drafts.placed(/** @type {any} */ (tab.vault.safe), form);
    await tab.databases.of(String(tab.vault.safe?.database)).write(["drafts"], (tx) => tx.objectStore("drafts").delete(String(placed?.key)));
    assert.deepEqual(await tab.drafts.shut(), [placed?.key.slice(0, 8)]);
});

test("a row that the browser itself can't read takes no other along", async () => {
    const { tab } = await createEnrolledPhone();
    const { form } = await fillForm(tab);
    await fillForm(tab);
    const key = (await tab.drafts.placed(/** @type {any} */ (tab.vault.safe), form))?.key;

    const brokenRow = (/** @type {any} */ original) =>
        function (/** @type {any} */ wanted) {
            if (wanted === key) throw new DOMException("Internal error", "UnknownError");
            // @ts-expect-error the store that it is called on
            return original.call(this, wanted);
        };
    await replaced(IDBObjectStore.prototype, "getAll", () => () => { throw new DOMException("Internal error", "UnknownError"); }, () =>
        replaced(IDBObjectStore.prototype, "get", brokenRow, async () => {
            assert.deepEqual(await tab.drafts.shut(), [key?.slice(0, 8)]);
            assert.equal((await tab.drafts.list()).length, 3);
        }),
    );

});

/** Two that wait, the first of them spoilt. @param {(stores: any, row: any, heavy: any) => unknown} spoil */
async function withOneSpoilt(spoil) {
    const phone = await createEnrolledPhone();
    phone.network.up = false;
    const forms = [await fillForm(phone.tab), await fillForm(phone.tab)].map(({ form }) => form);
    for (const form of forms) await phone.tab.outbox.submit([form]);
    await phone.tab.outbox.deliver();
    phone.network.up = true;
    await phone.tab.databases.of(String(phone.tab.vault.safe?.database)).write(["outbox", "envelopes"], async (tx) => {
        const stores = { outbox: tx.objectStore("outbox"), envelopes: tx.objectStore("envelopes") };
        await spoil(stores, await stores.outbox.get(String(forms[0])), await stores.envelopes.get(String(forms[0])));
    });
    return { ...phone, forms };
}

for (const [what, spoil] of /** @type {[string, (stores: any, row: any, heavy: any) => unknown][]} */ ([
    ["an envelope that was changed", ({ envelopes }, _, heavy) => envelopes.put({ ...heavy, envelope: heavy.envelope.replace(/.$/, "") })],
    ["an envelope that is no text", ({ envelopes }, _, heavy) => envelopes.put({ ...heavy, envelope: null })],
    ["a row of which nothing is left, and a changed envelope", ({ outbox, envelopes }, row, heavy) => Promise.all([outbox.put({ id: row.id }), envelopes.put({ ...heavy, envelope: "x" })])],
])) {
    test(`${what} goes to nobody, holds up no other, and is sealed again by its author`, async () => {
        const phone = await withOneSpoilt(spoil);
        await phone.tab.vault.lock();
        const locked = phone.newTab();
        await locked.outbox.deliver();
        assert.deepEqual(phone.server.rows.map(({ id }) => id), [phone.forms[1]]);
        assert.deepEqual((await locked.outbox.items()).map(({ id, state, reseal }) => [id, state, reseal])[0], [phone.forms[0], "waiting", true]);
        await locked.vault.unlock(PASSPHRASE);
        await locked.outbox.deliver();
        assert.deepEqual(phone.server.rows.map(({ id }) => id), [phone.forms[1], phone.forms[0]]);
        const { payload } = await phone.server.open(String(phone.server.rows[1]?.envelope));
        assert.equal(payload.answers.injured_now.value, "yes");
    });
}

test("a row of which nothing is left is made good from its envelope", async () => {
    const phone = await withOneSpoilt(({ outbox }, { id }) => outbox.put({ id }));
    await phone.newTab().outbox.deliver();
    assert.deepEqual(phone.server.rows.map(({ id }) => id).sort(), [...phone.forms].sort());
    assert.equal((await phone.tab.outbox.summary()).waiting, 0);
});

test("what nothing is left of is laid aside, told, and holds up no other", async () => {
    const phone = await withOneSpoilt(({ envelopes }, { id }) => envelopes.delete(id));
    await phone.tab.outbox.deliver();
    assert.deepEqual(phone.server.rows.map(({ id }) => id), [phone.forms[1]]);
    assert.deepEqual((await phone.tab.outbox.items()).map(({ id, state, problem }) => [id, state, problem])[0], [phone.forms[0], "attention", "damaged"]);
    const other = await withOneSpoilt(({ envelopes }, _, heavy) => envelopes.put({ ...heavy, envelope: "x", jws: null }));
    await other.tab.outbox.deliver();
    assert.deepEqual((await other.tab.outbox.items()).map(({ state, problem }) => [state, problem])[0], ["attention", "damaged"]);
    const third = await withOneSpoilt(({ envelopes }, _, heavy) => envelopes.put({ ...heavy, envelope: "x", jws: { iv: heavy.jws.iv, data: heavy.jws.iv.buffer } }));
    await third.tab.outbox.deliver();
    assert.deepEqual((await third.tab.outbox.items()).map(({ state, problem }) => [state, problem])[0], ["attention", "beyond-repair"]);
});

/** What waits for room is tried again. @param {Awaited<ReturnType<typeof createEnrolledPhone>>} phone @param {string} form */
async function again({ tab, timers }, form) {
    for (const { work } of timers.splice(0)) work();
    await tab.drafts.settle(form);
}

/** @param {any} tab @param {string} form @param {(row: any) => any} spoil */
async function spoilHead(tab, form, spoil) {
    const { key } = await tab.drafts.placed(tab.vault.safe, form);
    const { database } = tab.vault.safe;
    await tab.databases.of(database).write(["drafts"], async (/** @type {any} */ tx) => {
        await tx.objectStore("drafts").put(spoil(await tx.objectStore("drafts").get(key)));
    });
    tab.drafts.moved([]);
    return key;
}
