/**
 * Tells the service what waits here, for everybody who is enrolled, so that somebody notices when it waits no more and
 * never came. Ids and counts, nothing else; and it is how a device learns that it was revoked.
 */
import { newKey } from "../store/ids.js";
import { sum } from "./ledger.js";

/** @typedef {import("./failures.js").Answer} Answer */
/** @typedef {import("./ledger.js").Lost} Lost */
/** @typedef {ReturnType<typeof createReporting>} Reporting */

/** Milliseconds after which what has not changed is said again. */
const EVERY = 10 * 60_000;

/**
 * @param {object} parts
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {import("./ledger.js").Ledger} parts.ledger
 * @param {(body: object) => Promise<Answer>} parts.send  rejects where the network fails
 * @param {(devices: string[]) => Promise<void>} parts.revoked
 * @param {LockManager} parts.locks
 * @param {() => number} parts.now
 */
export function createReporting({ registry, ledger, send, revoked, locks, now }) {
    /** @type {Promise<boolean>} */
    let running = Promise.resolve(false);
    /** One that looks once more, after the one that runs. @type {Promise<boolean> | null} */
    let next = null;
    let asked = false;

    /** What each enrolment holds; null where its store does not answer. One that its owner took off holds nothing. */
    async function holdings() {
        const vaults = (await registry.vaults()).filter(({ device }) => device);
        const lines = await ledger.take(vaults);
        const held = vaults.map(({ id, device }) => ({ device, ...holding(lines[id]) }));
        const known = new Set(held.map(({ device }) => device));
        const gone = (await registry.removed()).filter(({ device }) => device && !known.has(device));
        return [...held, ...gone.map(({ device }) => ({ device, waiting: [], drafts: 0, emptied: false }))];
    }

    async function turn() {
        const turn = ((await registry.setting("turn")) ?? 0) + 1;
        await registry.set("turn", turn);
        return turn;
    }

    async function installation() {
        if (!(await registry.setting("installation"))) await registry.set("installation", newKey());
        return await registry.setting("installation");
    }

    /** By whichever window. @param {string} text */
    async function wasSaid(text) {
        const said = await registry.setting("said");
        return said?.text === text && Math.abs(now() - said.at) < EVERY;
    }

    /** @param {boolean} anew */
    async function say(anew) {
        const devices = await holdings();
        const text = JSON.stringify(devices);
        if (!anew && (await wasSaid(text))) return false;
        const body = { installation: await installation(), turn: await turn(), devices };
        const { status, json } = await send(body);
        await registry.set("said", { text, at: now() });
        if (status !== 200 || !Array.isArray(json?.devices)) return false;
        await registry.set("missing", json.missing ?? []);
        await registry.set("ahead", now() - Date.parse(json.at ?? "") || 0);
        await ledger.told();
        await revoked(json.devices.filter((/** @type {any} */ one) => one.revoked).map((/** @type {any} */ one) => one.device));
        return true;
    }

    function run() {
        const anew = asked;
        [next, asked] = [null, false];
        running = locks.request("firsthand-report", () => say(anew)).catch(() => false);
        return running;
    }

    /** True where something was heard. Without a network it is said at the next chance. @param {{ anew?: boolean }} [how] */
    return ({ anew = false } = {}) => {
        asked ||= anew;
        next ??= running.then(run);
        return next;
    };
}

/** At most as many as a report takes. */
const MOST = 1000;

/** @param {import("./ledger.js").Line | undefined} line */
const holding = (line) =>
    line ? { waiting: line.waiting.slice(0, MOST), drafts: line.drafts, emptied: line.emptied ?? false } : { waiting: null, drafts: null };

/** What is missing here: as the service tells it, and what it has not heard of yet. @param {import("../store/registry.js").Registry} registry @returns {Promise<Lost | null>} */
export async function missing(registry) {
    const [told, lines] = [await registry.setting("missing"), await registry.setting("ledger")];
    const own = Object.values(/** @type {Record<string, import("./ledger.js").Line>} */ (lines ?? {})).map(({ lost }) => lost);
    return sum([...(told ?? []), ...own]);
}
