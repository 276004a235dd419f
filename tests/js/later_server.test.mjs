import assert from "node:assert/strict";
import { test } from "node:test";
import { createEnrolledPhone, fillForm } from "./fakes/phone.mjs";

/** @typedef {Awaited<ReturnType<typeof createEnrolledPhone>>} Enrolled */

/** Submits one form to a server that answers it so. @param {Enrolled} phone @param {(told: any) => any} change */
async function submitTo(phone, change) {
    const wrong = async (/** @type {{ reply: () => Promise<Response> }} */ { reply }) => Response.json(change(await (await reply()).json()));
    phone.server.plan.push(...Array(10).fill(wrong));
    const { form } = await fillForm(phone.tab);
    await phone.tab.outbox.submit([form]);
    await phone.tab.outbox.deliver();
    const { waiting, attention } = await phone.tab.outbox.summary();
    return { waiting, attention, there: phone.server.rows.length };
}

test("a word for received that this client doesn't know lets go of what the receipt names", async () => {
    const phone = await createEnrolledPhone();
    const word = (/** @type {any} */ told) => ({ ...told, results: told.results.map((/** @type {any} */ one) => ({ ...one, status: "stored_elsewhere" })) });
    assert.deepEqual(await submitTo(phone, word), { waiting: 0, attention: 0, there: 1 });
});

test("a word that this client doesn't know, and no receipt, keeps it and tries again", async () => {
    const phone = await createEnrolledPhone();
    const word = (/** @type {any} */ told) => ({ ...told, receipt: undefined, results: told.results.map((/** @type {any} */ one) => ({ ...one, status: "postponed" })) });
    assert.deepEqual(await submitTo(phone, word), { waiting: 1, attention: 0, there: 1 });
    phone.server.plan.length = 0;
    await phone.tab.outbox.deliver();
    assert.equal((await phone.tab.outbox.summary()).waiting, 0);
    assert.equal(phone.server.rows.length, 1);
});

test("a refusal for a reason that this client doesn't know is laid aside, and nothing is lost", async () => {
    const phone = await createEnrolledPhone();
    const refused = { status: "refused", problem: { code: "of-a-later-version", later: true } };
    const word = (/** @type {any} */ told) => ({ ...told, receipt: undefined, results: told.results.map(({ id = "" }) => ({ id, ...refused })) });
    const { waiting, attention } = await submitTo(phone, word);
    assert.deepEqual({ waiting, attention }, { waiting: 0, attention: 1 });
});

test("a key of a kind that this client doesn't know is left aside, and the others are held", async () => {
    const phone = await createEnrolledPhone();
    const held = await phone.tab.registry.setting("keys");
    assert.deepEqual(held.map((/** @type {any} */ key) => [key.kty, key.use]), [["EC", "enc"], ["EC", "sig"]]);
});
