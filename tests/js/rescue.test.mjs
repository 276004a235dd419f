/** The rescue file: sealed, complete, brought in by anybody, and never twice. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { coded, createEnrolledPhone, createPhone, fillForm, PASSPHRASE } from "./fakes/phone.mjs";

/** @typedef {Awaited<ReturnType<typeof createEnrolledPhone>>} Enrolled */

/** @param {number} count */
async function stranded(count) {
    const phone = await createEnrolledPhone();
    phone.network.up = false;
    const forms = [];
    for (let n = 0; n < count; n++) {
        const { form } = await fillForm(phone.tab, { "answer.a": { value: "yes", note: "the kitchen door was broken" } });
        await phone.tab.outbox.submit([form]);
        forms.push(form);
    }
    return { ...phone, forms };
}

/** Another device, of somebody who is signed in. @param {Enrolled} phone */
async function another(phone) {
    const tab = (await createPhone({ server: phone.server })).tab();
    await tab.session.signIn("ada@example.test", PASSPHRASE);
    return tab;
}

/** @param {Enrolled} phone */
const arrived = ({ server }) => server.rows.map(({ id }) => id).sort();

test("a file holds what waits as it is, and nothing that was typed", async () => {
    const phone = await stranded(2);
    const { text, count, damaged } = await phone.tab.outbox.rescue();
    assert.deepEqual([count, damaged], [2, 0]);
    assert.deepEqual(Object.keys(JSON.parse(text)), ["submissions"]);
    for (const word of ["kitchen", "Ada", "answer"]) assert.ok(!text.includes(word), word);
    for (const envelope of JSON.parse(text).submissions) assert.equal(envelope.split(".").length, 5);
});

test("it can be saved while locked, and takes nothing from the outbox", async () => {
    const phone = await stranded(1);
    await phone.tab.vault.lock();
    assert.equal((await phone.tab.outbox.rescue()).count, 1);
    assert.equal((await phone.tab.outbox.summary()).waiting, 1);
});

test("whoever brings it in delivers it once, however often and in whatever order", async () => {
    const phone = await stranded(3);
    const { text } = await phone.tab.outbox.rescue();
    const other = await another(phone);
    const first = await other.outbox.bringIn(text);
    assert.deepEqual([first.received, first.known, first.refused, first.references.length], [3, 0, [], 3]);
    const second = await other.outbox.bringIn(text);
    assert.deepEqual([second.received, second.known], [0, 3]);
    phone.network.up = true;
    await phone.tab.outbox.deliver();
    assert.deepEqual(arrived(phone), [...phone.forms].sort());
    assert.equal((await phone.tab.outbox.summary()).waiting, 0);
});

test("what can't be read is named, and the rest arrives", async () => {
    const phone = await stranded(2);
    const { submissions } = JSON.parse((await phone.tab.outbox.rescue()).text);
    await phone.server.rotate({ forget: true });
    const other = await another(phone);
    const { received, refused } = await other.outbox.bringIn(JSON.stringify({ submissions }));
    assert.deepEqual([received, refused], [0, ["unknown-sealing-key", "unknown-sealing-key"]]);
});

test("a file of many goes in as many requests as it needs", async () => {
    const phone = await stranded(2);
    const { submissions } = JSON.parse((await phone.tab.outbox.rescue()).text);
    const many = Array.from({ length: 70 }, (_, n) => submissions[n % 2]);
    const { received, known } = await (await another(phone)).outbox.bringIn(JSON.stringify({ submissions: many }));
    assert.deepEqual([received, known], [2, 68]);
    assert.deepEqual(phone.server.state.batches, [50, 20]);
});

test("a service that takes less at a time is sent less", async () => {
    const phone = await stranded(3);
    const { text } = await phone.tab.outbox.rescue();
    phone.server.plan.push(() => phone.server.refusal(413, "too-large"), () => phone.server.refusal(422, "invalid"));
    await (await another(phone)).outbox.bringIn(text);
    assert.deepEqual(phone.server.state.batches, [3, 1, 1, 1]);
    assert.equal(arrived(phone).length, 2);
});

test("what stops it is told, and what had arrived by then stays", async () => {
    const phone = await stranded(1);
    const { text } = await phone.tab.outbox.rescue();
    const other = await another(phone);
    for (const [status, code] of /** @type {[number, string][]} */ ([[401, "sign-in"], [503, "unavailable"], [429, "unavailable"]])) {
        phone.server.plan.push(() => phone.server.refusal(status, "x"));
        await assert.rejects(other.outbox.bringIn(text), coded(code));
    }
    await other.outbox.bringIn(text);
    assert.deepEqual(arrived(phone), phone.forms);
});

for (const text of ["", "{", "[]", "7", "null", '{"submissions":[]}', '{"submissions":[7]}', '{"submissions":"x"}']) {
    test(`${text || "nothing"} is no rescue file`, async () => {
        const { tab } = await createEnrolledPhone();
        await assert.rejects(tab.outbox.bringIn(text), coded("no-rescue-file"));
    });
}
