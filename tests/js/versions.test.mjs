import assert from "node:assert/strict";
import { test } from "node:test";
import "fake-indexeddb/auto";
import { openDB } from "idb";
import { createDatabase } from "../../static/app/store/database.js";
import { newKey } from "../../static/app/store/ids.js";

/** A build's own idea of the database, in one tab. @param {string} name @param {number} version */
const build = (name, version) =>
    createDatabase({
        name,
        version,
        upgrade: (db, from) => {
            if (from < 1) db.createObjectStore("rows");
            if (version > 1) db.createObjectStore(`more-${version}`);
        },
        patience: { open: 200, work: 1000 },
    });

/** @param {ReturnType<typeof build>} database @param {string} key @param {string} value */
const put = (database, key, value) => database.write(["rows"], (tx) => tx.objectStore("rows").put(value, key));
/** @param {ReturnType<typeof build>} database */
const rows = (database) => database.read(["rows"], (tx) => tx.objectStore("rows").getAll());

test("a build works with a database to which a later one has added", async () => {
    const name = newKey();
    const later = build(name, 3);
    await put(later, "a", "written by the later one");
    await later.close();
    const earlier = build(name, 1);
    await put(earlier, "b", "written by the earlier one");
    assert.equal((await rows(earlier)).length, 2);
    await earlier.close();
    assert.equal((await rows(later)).length, 2);
});

test("a tab of the earlier build gives way to the later one, and both go on", async () => {
    const name = newKey();
    const [earlier, later] = [build(name, 1), build(name, 2)];
    await put(earlier, "a", "before");
    const written = Array.from({ length: 20 }, (_, at) => put(earlier, `w${at}`, "under way"));
    await put(later, "b", "by the later one");
    await Promise.all(written);
    await put(earlier, "c", "after");
    assert.equal((await rows(earlier)).length, 23);
    assert.equal((await rows(later)).length, 23);
});

test("a tab that sleeps over the earlier version holds the later one up for seconds, not for ever", async () => {
    const name = newKey();
    await put(build(name, 1), "a", "before");
    const asleep = await openDB(name);
    const later = build(name, 2);
    await assert.rejects(put(later, "b", "refused"), { code: "storage" });
    asleep.close();
    await put(later, "b", "taken");
    assert.deepEqual(await rows(later), ["before", "taken"]);
});

test("a database of another era is told apart, and left as it is", async () => {
    const name = newKey();
    const later = build(name, 100);
    await put(later, "a", "of the later era");
    await later.close();
    const earlier = build(name, 1);
    await assert.rejects(rows(earlier), { code: "newer" });
    await assert.rejects(put(earlier, "b", "refused"), { code: "newer" });
    assert.deepEqual(await rows(later), ["of the later era"]);
});
