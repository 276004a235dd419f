/**
 * What lay here when it was counted last, so that this device itself sees when it is gone: a submission leaves by a
 * receipt, and a draft that is sent or discarded leaves a row behind for days.
 */

/** @typedef {import("../store/registry.js").VaultRecord} VaultRecord */
/** What is gone and not yet told to the service. @typedef {{ submissions: number, drafts: number, since: string }} Lost */
/** @typedef {{ waiting: string[], drafts: number, at: string, lost?: Lost | null, emptied?: boolean }} Line */
/** @typedef {{ waiting: string[], drafts: number, received: string[], isBare: boolean }} Count */
/** @typedef {ReturnType<typeof createLedger>} Ledger */

/**
 * @param {object} parts
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {import("../store/databases.js").Databases} parts.databases
 * @param {() => number} parts.now
 */
export function createLedger({ registry, databases, now }) {
    /** @param {VaultRecord} vault @returns {Promise<Count>} */
    const count = ({ database }) =>
        databases.of(database).read(["outbox", "drafts", "received"], async (tx) => {
            const [waiting, received] = [await keysOf(tx, "outbox"), await keysOf(tx, "received")];
            const rows = await tx.objectStore("drafts").count();
            const drafts = await tx.objectStore("drafts").index("state").count("open");
            return { waiting, received, drafts, isBare: rows + waiting.length + received.length === 0 };
        });

    /** @returns {Promise<Record<string, Line>>} by vault */
    const lines = async () => (await registry.setting("ledger")) ?? {};

    return {
        lines,

        /** Counts anew. A vault whose store does not answer has no line. @param {VaultRecord[]} vaults @returns {Promise<Record<string, Line>>} */
        async take(vaults) {
            const before = await lines();
            const counted = await databases.each(vaults, async (vault) => ({ id: vault.id, count: await count(vault) })).catch(() => []);
            const at = new Date(now()).toISOString();
            const taken = Object.fromEntries(counted.map((one) => [one.id, compared(before[one.id], one.count, at)]));
            await registry.set("ledger", { ...before, ...taken });
            return taken;
        },

        /** The service has heard of it, and tells it from now on. */
        async told() {
            const all = Object.entries(await lines()).map(([vault, line]) => [vault, { ...line, lost: null, emptied: false }]);
            await registry.set("ledger", Object.fromEntries(all));
        },
    };
}

/** @param {Line | undefined} before @param {Count} now @param {string} at @returns {Line} */
function compared(before, { waiting, drafts, received, isBare }, at) {
    const line = { waiting, drafts, at, lost: before?.lost ?? null, emptied: before?.emptied ?? false };
    const here = new Set([...waiting, ...received]);
    const submissions = (before?.waiting ?? []).filter((id) => !here.has(id)).length;
    const emptied = isBare && (before?.drafts ?? 0) + (before?.waiting.length ?? 0) > 0;
    if (!before || (!submissions && !emptied)) return line;
    const lost = { submissions, drafts: emptied ? before.drafts : 0, since: before.at };
    return { ...line, emptied: emptied || line.emptied, lost: sum([line.lost, lost]) };
}

/** @param {(Lost | null | undefined)[]} losses @returns {Lost | null} since the first of them */
export function sum(losses) {
    const all = losses.filter((one) => one !== null && one !== undefined);
    if (all.length === 0) return null;
    const since = all.map((one) => one.since).sort()[0] ?? "";
    return { submissions: total(all, "submissions"), drafts: total(all, "drafts"), since };
}

/** @param {Lost[]} losses @param {"submissions" | "drafts"} what */
const total = (losses, what) => losses.reduce((all, one) => all + one[what], 0);

/** @param {import("../store/database.js").Reading} tx @param {string} store @returns {Promise<string[]>} */
const keysOf = async (tx, store) => (await tx.objectStore(store).getAllKeys()).map(String);
