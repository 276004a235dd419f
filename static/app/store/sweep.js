/**
 * What goes from the phone by itself, seven days after: drafts that were discarded, and what was submitted
 * and received. A submission that still waits keeps its draft, whatever its age.
 */

/** @typedef {import("./records.js").Placed} Placed */

const KEPT = 7 * 24 * 60 * 60 * 1000;

/**
 * @param {import("../vault/safe.js").Safe} safe @param {import("./database.js").Database} database
 * @param {import("./heads.js").Heads} heads @param {number} now
 */
export async function sweep(safe, database, heads, now) {
    const waiting = new Set(await database.read(["outbox"], (tx) => tx.objectStore("outbox").getAllKeys()));
    const placed = await heads.all(safe);
    const gone = placed.filter((one) => isOver(one, placed, waiting, now));
    if (gone.length === 0) return;
    await database.write(["drafts", "fields"], async (tx) => {
        for (const { key } of gone) {
            await tx.objectStore("drafts").delete(key);
            const fields = await tx.objectStore("fields").index("draft").getAllKeys(key);
            for (const field of fields) await tx.objectStore("fields").delete(field);
        }
    });
    heads.forgetAll();
}

/** @param {Placed} one @param {Placed[]} all @param {Set<IDBValidKey>} waiting @param {number} now */
function isOver({ head }, all, waiting, now) {
    if (head.state === "open" || waiting.has(head.id) || now - Date.parse(head.changed_at) < KEPT) return false;
    return !all.some((other) => other.head.encounter === head.id && (other.head.state === "open" || waiting.has(other.head.id)));
}
