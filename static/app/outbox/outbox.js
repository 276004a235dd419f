/** What waits to be received: submitting, delivering, and saying how it stands. */
import { later as fetched } from "../later.js";
import { createListeners } from "../listeners.js";
import { problem } from "../problem.js";
import { jsonOf } from "./base64url.js";
import { anew, unsent } from "./files.js";
import { left, noted, shown, stateOf } from "./listed.js";
import { createOwners } from "./owners.js";
import { createQueue } from "./queue.js";

/** @import { Id, OutboxItem, OutboxSummary, Submit } from "../types.d.ts" */
/** @typedef {import("./deliver.js").Progress} Progress */
/** @typedef {import("./queue.js").Item} Item */
/** @typedef {ReturnType<typeof createOutbox>} OutboxCore */

/**
 * @param {object} parts
 * @param {import("../vault/unlock.js").VaultCore} parts.vault
 * @param {import("../store/drafts.js").DraftsCore} parts.drafts
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {import("../store/databases.js").Databases} parts.databases
 * @param {import("./keyset.js").Keyset} parts.keys
 * @param {(body: { submissions: string[], sent_at?: string }) => Promise<import("./failures.js").Answer>} parts.send
 * @param {(body: object) => Promise<import("./failures.js").Answer>} parts.sendReport
 * @param {import("./tus.js").Carry} parts.carry
 * @param {(form: import("../types.d.ts").Draft) => Promise<import("../vault/attachment.js").SealedAttachment[]>} parts.enclose
 * @param {() => boolean} parts.signedIn
 * @param {(id: Id) => Promise<any>} parts.askStatus
 * @param {(vault: string) => Promise<unknown>} parts.erase
 * @param {import("../shell/channel.js").Channel} parts.channel
 * @param {LockManager} parts.locks
 * @param {number} parts.chaseAfter  milliseconds
 * @param {() => number} [parts.now]
 * @param {() => number} [parts.random]
 * @param {(work: () => void, milliseconds: number) => unknown} [parts.later]
 */
export function createOutbox({ vault, drafts, registry, databases, keys, send, sendReport, carry, enclose, signedIn, askStatus, erase, channel, locks, chaseAfter, now = Date.now, random, later }) {
    const queue = createQueue({ registry, databases });
    const owners = createOwners({ vault, registry, databases });
    const submit = fetched(async () => (await import("./submit.js")).createSubmit({ drafts, databases, keys, enclose, now }));
    const delivery = fetched(async () => {
        const [{ createDelivery }, { createMending }, { createReseal }] = await Promise.all([import("./deliver.js"), import("./mending.js"), import("./reseal.js")]);
        const [mend, reseal] = [createMending({ queue }), createReseal({ safe: () => vault.safe, queue, keys })];
        return createDelivery({ queue, keys, send, reseal: () => mend().then(reseal), revoked: owners.revoked, tell: moved, locks, now, random, later });
    });
    const uploads = fetched(async () => {
        const [complete, signIn] = [() => void outbox.deliver(), () => moved({ ...progress, hold: "sign-in" })];
        return (await import("./uploads.js")).createUploads({ queue, carry, tell: changed, complete, signIn, locks, random, later });
    });
    const reporting = fetched(async () => {
        const [{ createReporting, missing }, { createLedger }] = await Promise.all([import("./report.js"), import("./ledger.js")]);
        const ledger = createLedger({ registry, databases, now });
        return { report: createReporting({ registry, ledger, send: sendReport, revoked: revokedHere, locks, now }), missing };
    });
    /** @type {ReturnType<typeof createListeners<[]>>} */
    const changes = createListeners();
    /** @type {Progress} */
    let progress = { sending: null, hold: null, next_try_at: null };

    channel.on("outbox", (/** @type {Progress} */ there) => ((progress = there), changes.tell()));

    function changed() {
        changes.tell();
        channel.tell("outbox", progress);
    }

    /** Files go once nothing else does. @param {Progress} next */
    function moved(next) {
        progress = next;
        changed();
        if (!progress.sending && !progress.hold) void outbox.upload().catch(() => {});
    }

    function need() {
        if (!vault.safe) throw problem("locked");
        return vault.safe;
    }

    /** The keys of a revoked device go once nothing of theirs waits. */
    async function eraseRevoked() {
        const waiting = await queue.items();
        for (const { id, database, erase: due, revoked: done } of await registry.vaults()) {
            if (!due || done || databases.isSilent(database) || waiting.some((item) => item.vault === id)) continue;
            await erase(id);
            if (vault.safe?.id === id) vault.drop("revoked");
        }
    }

    /** @param {string[]} devices */
    async function revokedHere(devices) {
        if (devices.length === 0) return;
        for (const { id, device } of await registry.vaults()) {
            if (devices.includes(String(device))) await registry.change(id, (record) => ({ ...record, erase: true }));
        }
        await eraseRevoked();
    }

    /** @param {Item} item */
    const isOverdue = ({ chase, queued_at, state }) => chase && state !== "files" && now() - Date.parse(queued_at) > chaseAfter;

    const outbox = {
        /** @param {Id[]} ids @param {Submit} [options] */
        async submit(ids, options = {}) {
            const sent = await (await submit())(need(), ids, options);
            moved(progress);
            void outbox.deliver();
            return sent;
        },

        /** @returns {Promise<OutboxSummary>} */
        async summary() {
            const [items, notes] = await Promise.all([queue.items(), queue.notes()]);
            const times = items.map(({ queued_at }) => queued_at).sort();
            return {
                waiting: items.filter((item) => stateOf(item) !== "attention").length,
                attention: items.filter((item) => stateOf(item) === "attention").length,
                oldest: times[0] ?? null,
                overdue: items.filter(isOverdue).length,
                whose: await owners.whose(items),
                last: notes[0] ? { id: notes[0].id, reference: notes[0].reference, received_at: notes[0].received_at } : null,
                ...progress,
            };
        },

        /** @returns {Promise<OutboxItem[]>} */
        async items() {
            const [items, notes, own] = await Promise.all([queue.items(), queue.notes(), owners.mine()]);
            const here = items.map((item) => ({ ...shown(item, own, progress), ...noted(item, own, notes), overdue: isOverdue(item) }));
            here.sort((a, b) => b.queued_at.localeCompare(a.queued_at));
            const gone = notes.filter(({ id, vault }) => own.has(vault) && !items.some((item) => item.id === id && item.state === "files"));
            return [...here, ...gone.map(left)];
        },

        /** @param {Id} id */
        async read(id) {
            const safe = need();
            const item = (await queue.items()).find((one) => one.id === id && one.vault === safe.id);
            const jws = item && (await queue.heavy(item)).jws;
            if (!jws) return null;
            return jsonOf(await safe.open("envelopes", id, 1, jws), 1);
        },

        async deliver() {
            if ((await queue.items()).length) await (await delivery()).deliver();
            await eraseRevoked();
            void outbox.report().catch(() => {});
        },

        /** Of no hurry: whatever files are still here. */
        async upload() {
            if ((await queue.items()).some((item) => unsent(item).length)) await (await uploads()).upload();
        },

        /** Where nobody is enrolled, as far as this browser knows, it is said `once` only. @param {{ anew?: boolean, once?: boolean }} [how] */
        async report(how = {}) {
            if (!how.once && !signedIn() && (await registry.vaults()).length === 0) return;
            if (await (await reporting()).report(how)) changes.tell();
        },

        missing: async () => (await reporting()).missing(registry),

        rescue: async () => (await import("./rescue.js")).save(queue),

        /** @param {string} text */
        bringIn: async (text) => (await import("./rescue.js")).bringIn(text, send, carry),

        /** @param {Id} id */
        async retry(id) {
            const item = (await queue.items()).find((one) => one.id === id);
            if (item) await queue.change(item, (there) => (there.state === "files" ? { files: anew(there) } : { state: "waiting", problem: null }));
            await outbox.deliver();
        },

        /** @param {Id} id */
        status: (id) => askStatus(id),

        /** @param {() => void} changed */
        subscribe: (changed) => changes.add(changed),

        /** Of no hurry, once for each page. */
        async prune() {
            await queue.prune(now());
            await outbox.report({ once: true });
        },

        /** Has at hand what the first submission will need. */
        warm: () => Promise.all([submit(), delivery()]),
    };
    return outbox;
}
