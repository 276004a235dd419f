/**
 * From a sign-in to an open vault: one passphrase for both. It is held here between the steps of a first
 * enrolment and forgotten at the end, or when the vault locks.
 */
import { problem } from "../problem.js";
import { newKey } from "../store/ids.js";
import { harden } from "../vault/keys.js";
import { readRecoveryCode } from "../vault/recovery.js";

/** @import { Id, SignedIn } from "../types.d.ts" */
/** @typedef {import("../store/registry.js").VaultRecord} VaultRecord */
/** @typedef {import("../vault/tries.js").Key} Key */
/** @typedef {ReturnType<typeof createEntrance>} Entrance */

const FIELD_ROLES = new Set(["practitioner"]);

/**
 * @param {object} parts
 * @param {import("./session.js").SessionCore} parts.session
 * @param {import("../vault/unlock.js").VaultCore} parts.vault
 * @param {import("../vault/enrol.js").Enrolment} parts.enrolment
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {import("../outbox/keyset.js").Keyset} parts.keys
 * @param {(database: string) => Promise<number>} parts.countDrafts
 */
export function createEntrance({ session, vault, enrolment, registry, keys, countDrafts }) {
    let passphrase = "";

    vault.subscribe((state) => void (state === "locked" && (passphrase = "")));

    function need() {
        if (!session.who || !passphrase) throw problem("sign-in");
        return session.who;
    }

    /** This practitioner's vault on this device. @param {Id} id */
    const vaultOf = async (id) =>
        (await registry.vaults()).find(({ practitioner, kept, revoked }) => practitioner.id === id && !kept && !revoked);

    async function needVault() {
        const record = await vaultOf(need().id);
        if (!record) throw problem("not-enrolled");
        return record;
    }

    /** Of whoever is here, by the open vault or by the session. */
    async function ownVault() {
        const id = vault.owner?.practitioner.id ?? session.who?.id;
        return id ? await vaultOf(id) : undefined;
    }

    /** A recovery code that the server keeps, and the vault key under it. @param {VaultRecord} record @param {CryptoKey} key @param {string} device */
    async function keepRecovery(record, key, device) {
        const { code, confirm } = await enrolment.addRecovery(record, key);
        await session.call("POST", `/devices/${device}/recovery`, { code });
        await confirm();
    }

    /** @param {VaultRecord} record @returns {Promise<SignedIn>} */
    async function openHere(record) {
        try {
            const { wrap } = await vault.enter(record, [{ kind: "passphrase", secret: passphrase }], { proven: true });
            await enrolment.settle(record, wrap);
        } catch (error) {
            if (/** @type {any} */ (error).code !== "wrong-passphrase") throw error;
            return { next: "old-passphrase", drafts: await countDrafts(record.database) };
        }
        if (!record.recovery) await renewRecovery(record, passphrase);
        passphrase = "";
        return { next: "field" };
    }

    /** Without a network it is done at the next sign-in. @param {VaultRecord} record @param {string} secret */
    async function renewRecovery(record, secret) {
        const key = await enrolment.open(record, secret);
        if (key && record.device) await keepRecovery(record, key, record.device).catch(() => {});
    }

    /** One that was begun and never registered is gone on with. */
    async function begun() {
        const who = need();
        const half = await vaultOf(who.id);
        const key = half?.device === null ? await enrolment.open(half, passphrase) : null;
        return half && key ? { record: half, key } : await enrolment.begin(who, passphrase);
    }

    async function installation() {
        const known = await registry.setting("installation");
        if (!known) await registry.set("installation", newKey());
        return known ?? (await registry.setting("installation"));
    }

    const entrance = {
        /** @param {string} email @param {string} password @param {string} [code] @returns {Promise<SignedIn>} */
        async signIn(email, password, code) {
            const who = await session.begin(code ? { email, password, code } : { email, password });
            if (!FIELD_ROLES.has(who.role)) return { next: "desk" };
            passphrase = password;
            const record = await vaultOf(who.id);
            return record?.device ? await openHere(record) : { next: "enrol" };
        },

        /** @param {string} name @param {(step: string) => void} [step] */
        async enrol(name, step = () => {}) {
            const first = !(await registry.vaults()).some(({ device, revoked }) => device && !revoked);
            step("vault");
            const { record, key } = await begun();
            step("device");
            const body = { name, author_key: { ...record.author_public }, installation: await installation() };
            const { device } = await session.call("POST", "/devices", /** @type {any} */ (body));
            step("recovery");
            await keepRecovery(record, key, device);
            step("keys");
            await keys.refresh({ first });
            const enrolled = await enrolment.registered(record.id, device);
            await vault.hold(enrolled ?? record, await harden(key));
            passphrase = "";
        },

        /** @param {string} secret */
        async openOld(secret) {
            const record = await needVault();
            const code = readRecoveryCode(secret);
            /** @type {Key[]} */
            const tried = [{ kind: "passphrase", secret }];
            if (code) tried.push({ kind: "recovery", secret: code });
            const opened = await vault.enter(record, tried);
            const key = await enrolment.open(record, opened.secret);
            if (!key) throw problem("wrong-passphrase");
            await (await enrolment.addPassphrase(record, key, passphrase)).confirm();
            if (record.device && (opened.wrap.kind === "recovery" || !record.recovery)) await keepRecovery(record, key, record.device).catch(() => {});
            passphrase = "";
        },

        /** @param {string} name @param {(step: string) => void} [step] */
        async startAnew(name, step) {
            const { id, database } = await needVault();
            await enrolment.keep(id);
            await entrance.enrol(name, step);
            return { unreadable: await countDrafts(database) };
        },

        /** @param {string} current @param {string} next */
        async changePassphrase(current, next) {
            const record = await ownVault();
            const key = record && (await enrolment.open(record, current));
            if (record && !key) throw problem("wrong-passphrase");
            const added = record && key ? await enrolment.addPassphrase(record, key, next) : NOTHING_HERE;
            await session.call("POST", "/passphrase", { current, new: next }).catch(async (error) => {
                if (refusedForSure(error)) await added.undo();
                throw error;
            });
            await added.confirm();
        },
    };
    return entrance;
}

/** A device without a vault has nothing to wrap anew. */
const NOTHING_HERE = { confirm: async () => {}, undo: async () => {} };

/** Where the network broke off nobody knows, so both passphrases stay. @param {unknown} error */
const refusedForSure = (error) => !["offline", "unavailable"].includes(/** @type {any} */ (error)?.code);
