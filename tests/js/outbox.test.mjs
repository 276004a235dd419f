import assert from "node:assert/strict";
import { test } from "node:test";
import { coded, createEnrolledPhone, fillForm, PASSPHRASE } from "./fakes/phone.mjs";

const MINUTE = 60_000;

/** @typedef {Awaited<ReturnType<typeof createEnrolledPhone>>} Enrolled */

/** Submits without a network, so that everything is still on the phone. @param {Enrolled} phone @param {number} [count] */
async function submitOffline(phone, count = 1) {
    phone.network.up = false;
    const forms = [];
    for (let n = 0; n < count; n++) forms.push((await fillForm(phone.tab)).form);
    for (const form of forms) await phone.tab.outbox.submit([form]);
    await phone.tab.outbox.deliver();
    phone.network.up = true;
    return forms;
}

/** Never neither, and never twice. @param {Enrolled} phone @param {string[]} forms */
async function assertOnceSomewhere({ tab, server }, forms) {
    const here = new Set((await tab.outbox.items()).filter(({ state }) => state !== "received").map(({ id }) => id));
    for (const id of forms) {
        const there = server.rows.filter((row) => row.id === id);
        assert.ok(here.has(id) || there.length > 0, `${id} is nowhere`);
        if (!here.has(id)) assert.equal(there.length, 1, `${id} is there ${there.length} times`);
    }
}

test("the outbox drains while locked and signed out, in a tab that was never unlocked", async () => {
    const phone = await createEnrolledPhone();
    const forms = await submitOffline(phone, 2);
    await phone.tab.session.signOut();
    const tab = phone.newTab();
    await tab.outbox.deliver();
    assert.equal(phone.server.rows.length, 2);
    await assertOnceSomewhere(phone, forms);
});

test("an answer that got lost after the server's commit brings the same receipt at the next try", async () => {
    const phone = await createEnrolledPhone();
    const forms = await submitOffline(phone);
    phone.server.plan.push(async ({ reply }) => {
        await reply();
        throw new TypeError("connection reset");
    });
    await phone.tab.outbox.deliver();
    assert.deepEqual([phone.server.rows.length, (await phone.tab.outbox.summary()).waiting], [1, 1]);
    await phone.tab.outbox.deliver();
    assert.deepEqual([phone.server.rows.length, (await phone.tab.outbox.summary()).waiting], [1, 0]);
    await assertOnceSomewhere(phone, forms);
});

test("network, 408, 429, 5xx and an answer that is not our JSON wait ever longer, never above five minutes, without end", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone);
    phone.timers.length = 0;
    const { plan, refusal } = phone.server;
    const html = () => new Response("<html>Sign in to this network</html>", { headers: { "Content-Type": "text/html" } });
    const portal = () => new Response("<html>", { status: 403, headers: { "Content-Type": "text/html" } });
    const wrong = [() => refusal(408, "x"), () => refusal(429, "x"), () => refusal(503, "x"), html, portal, () => Response.json({ hello: 1 })];
    for (const answer of [...wrong, ...wrong]) {
        plan.push(answer);
        await phone.tab.outbox.deliver();
        const { hold, waiting, attention, next_try_at } = await phone.tab.outbox.summary();
        assert.deepEqual([hold, waiting, attention], ["trying-again", 1, 0]);
        assert.ok(next_try_at);
    }
    const pauses = phone.timers.map(({ milliseconds }) => milliseconds / 1000);
    assert.deepEqual(pauses.slice(0, 4).map((pause, n) => pause > (pauses[n - 1] ?? 0)), [true, true, true, true]);
    assert.equal(Math.max(...pauses) <= 300, true);
    phone.timers.at(-1)?.work();
    await phone.tab.outbox.deliver();
    assert.equal((await phone.tab.outbox.summary()).waiting, 0);
});

test("a server that says when is believed, up to five minutes", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone);
    phone.server.plan.push(() => Response.json({}, { status: 429, headers: { "Retry-After": "120" } }));
    await phone.tab.outbox.deliver();
    assert.equal(phone.timers.at(-1)?.milliseconds, 120_000);
});

test("a 401 holds everything and asks for a sign-in, and typing goes on", async () => {
    const phone = await createEnrolledPhone();
    const [form] = await submitOffline(phone);
    phone.timers.length = 0;
    phone.server.plan.push(() => phone.server.refusal(401, "sign-in"));
    await phone.tab.outbox.deliver();
    assert.equal((await phone.tab.outbox.summary()).hold, "sign-in");
    assert.deepEqual(phone.timers, []);
    await fillForm(phone.tab);
    await phone.tab.outbox.deliver();
    assert.equal((await phone.tab.outbox.items()).find(({ id }) => id === form)?.state, "received");
});

test("413 halves the batch", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 5);
    phone.server.plan.push(() => new Response("too large", { status: 413 }));
    phone.server.state.batches.length = 0;
    await phone.tab.outbox.deliver();
    assert.deepEqual(phone.server.state.batches, [5, 2, 2, 1]);
    assert.equal(phone.server.rows.length, 5);
});

test("another 4xx sends them singly; what still fails is laid aside, the rest goes on, and it can be tried again", async () => {
    const phone = await createEnrolledPhone();
    const forms = await submitOffline(phone, 3);
    const { plan, refusal } = phone.server;
    plan.push(() => refusal(422, "invalid"), () => refusal(422, "invalid"));
    await phone.tab.outbox.deliver();
    assert.equal(phone.server.rows.length, 2);
    const [aside] = (await phone.tab.outbox.items()).filter(({ state }) => state === "attention");
    assert.equal(aside?.problem, "http-422");
    await assertOnceSomewhere(phone, forms);
    await phone.tab.outbox.retry(String(aside?.id));
    assert.equal(phone.server.rows.length, 3);
});

test("one that can't be read is kept and shown, and does not hold up the rest", async () => {
    const phone = await createEnrolledPhone();
    const forms = await submitOffline(phone, 2);
    phone.server.plan.push(async ({ reply }) => {
        const answer = await (await reply()).json();
        answer.results[0] = { id: null, status: "refused", problem: { type: "/problems#unreadable-envelope", code: "unreadable-envelope" } };
        return Response.json(answer);
    });
    await phone.tab.outbox.deliver();
    const items = await phone.tab.outbox.items();
    assert.deepEqual(items.map(({ state, problem }) => [state, problem]).sort(), [["attention", "unreadable-envelope"], ["received", null]]);
    await assertOnceSomewhere(phone, forms);
});

for (const [name, spoil] of /** @type {[string, (answer: any) => void][]} */ ([
    ["has no receipt", (answer) => delete answer.receipt],
    ["has a receipt that is not signed by the server", (answer) => (answer.receipt = `${answer.receipt.slice(0, -8)}AAAAAAAA`)],
])) {
    test(`nothing is let go for an answer that ${name}`, async () => {
        const phone = await createEnrolledPhone();
        await submitOffline(phone);
        phone.server.plan.push(async ({ reply }) => {
            const answer = await (await reply()).json();
            spoil(answer);
            return Response.json(answer);
        });
        await phone.tab.outbox.deliver();
        const { waiting, hold } = await phone.tab.outbox.summary();
        assert.deepEqual([waiting, hold], [1, "trying-again"]);
    });
}

test("nothing is let go for a receipt that names other bytes", async () => {
    const phone = await createEnrolledPhone();
    const forms = await submitOffline(phone, 2);
    phone.server.plan.push(async ({ body, reply }) => {
        await reply();
        body.submissions.splice(1, 1);
        const [first] = (await (await reply()).json()).results;
        const { receipt } = await (await reply()).json();
        return Response.json({ results: [first, { ...first, id: forms[1] }], receipt });
    });
    phone.server.plan.push(() => phone.server.refusal(503, "unavailable"));
    await phone.tab.outbox.deliver();
    assert.equal((await phone.tab.outbox.summary()).waiting, 1);
});

test("a receipt by a key that the held one has signed is believed, one by a stranger's is not", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone);
    await phone.server.replaceReceiptKey();
    await phone.tab.outbox.deliver();
    assert.equal((await phone.tab.outbox.summary()).waiting, 1);
});

test("a sealing key that the server forgot: sealed again under the new one by its unlocked author, under the same signature", async () => {
    const phone = await createEnrolledPhone();
    const [form] = await submitOffline(phone);
    await phone.tab.vault.lock();
    await phone.server.rotate({ forget: true });
    await phone.tab.outbox.deliver();
    const [item] = await phone.tab.outbox.items();
    assert.deepEqual([item?.state, item?.reseal], ["waiting", true]);
    await phone.tab.vault.unlock(PASSPHRASE);
    await phone.tab.outbox.deliver();
    assert.equal(phone.server.rows.length, 1);
    assert.equal((await phone.server.open(String(phone.server.rows[0]?.envelope))).header.id, form);
});

test("a new sealing key from a stranger is never used", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone);
    await phone.server.replaceReceiptKey();
    await phone.server.rotate({ forget: true });
    await phone.tab.outbox.deliver();
    const [item] = await phone.tab.outbox.items();
    assert.deepEqual([item?.state, item?.reseal], ["waiting", true]);
    assert.equal(phone.server.rows.length, 0);
});

test("a rotated sealing key is used from the next look on, and older envelopes still go", async () => {
    const phone = await createEnrolledPhone();
    const forms = await submitOffline(phone);
    await phone.server.rotate();
    await phone.tab.outbox.deliver();
    await assertOnceSomewhere(phone, forms);
    assert.equal(phone.server.rows.length, 1);
});

test("a device that was revoked sends what it has and then erases its keys", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 2);
    phone.server.state.revoked = true;
    await phone.tab.outbox.deliver();
    assert.equal(phone.server.rows.length, 2);
    assert.equal(phone.tab.vault.state, "locked");
    await assert.rejects(phone.tab.vault.unlock(PASSPHRASE), coded("revoked"));
    const [record] = await phone.tab.registry.vaults();
    assert.deepEqual([record?.wraps, record?.author_key], [[], null]);
});

test("many tabs at once send each submission in one request", async () => {
    const phone = await createEnrolledPhone();
    const forms = await submitOffline(phone, 3);
    phone.server.state.batches.length = 0;
    const tabs = Array.from({ length: 8 }, () => phone.newTab());
    await Promise.all(tabs.flatMap((tab) => [tab.outbox.deliver(), tab.outbox.deliver()]));
    assert.deepEqual(phone.server.state.batches, [3]);
    await assertOnceSomewhere(phone, forms);
});

test("at most fifty go in one request", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 52);
    phone.server.state.batches.length = 0;
    await phone.tab.outbox.deliver();
    assert.deepEqual(phone.server.state.batches, [50, 2]);
});

test("what must be chased goes first, and is overdue after the setting", async () => {
    const phone = await createEnrolledPhone();
    phone.network.up = false;
    const plain = await fillForm(phone.tab);
    const high = await fillForm(phone.tab);
    await phone.tab.outbox.submit([plain.form]);
    phone.clock.now += MINUTE;
    await phone.tab.outbox.submit([high.form], { chase: [high.form] });
    assert.equal((await phone.tab.outbox.summary()).overdue, 0);
    phone.clock.now += 16 * MINUTE;
    assert.equal((await phone.tab.outbox.summary()).overdue, 1);
    assert.deepEqual((await phone.tab.outbox.items()).map(({ overdue }) => overdue), [true, false]);
    phone.network.up = true;
    await phone.tab.outbox.deliver();
    assert.deepEqual(phone.server.rows.map(({ id }) => id), [high.form, plain.form]);
});

test("notes of what was received go after thirty days, what waits never does", async () => {
    const phone = await createEnrolledPhone();
    const { form } = await fillForm(phone.tab);
    await phone.tab.outbox.submit([form]);
    await phone.tab.outbox.deliver();
    await submitOffline(phone);
    phone.clock.now = Date.now() + 31 * 24 * 60 * MINUTE;
    await phone.tab.outbox.prune();
    assert.deepEqual((await phone.tab.outbox.items()).map(({ state }) => state), ["waiting"]);
});
