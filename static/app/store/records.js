/**
 * How a draft lies in the database: one row for its head, one for each field, under random keys, so that
 * neither the form nor the question can be read without the vault key. In clear stand only the head's state
 * (drafts are counted before the unlock), the versions, and which rows belong together.
 */
import { newKey } from "./ids.js";

/** @import { DraftHead, DraftState } from "../types.d.ts" */
/** @typedef {import("../vault/safe.js").Safe} Safe */
/** @typedef {import("./registry.js").Sealed} Sealed */
/** @typedef {Omit<DraftHead, "saved"> & { discarded_with?: string }} Head */
/** @typedef {{ key: string, state: DraftState, version: number } & Sealed} HeadRow */
/** @typedef {{ key: string, draft: string, version: number } & Sealed} FieldRow */
/** Where a head lies. @typedef {{ head: Head, key: string, version: number }} Placed */
/** Where a field lies. @typedef {{ key: string, version: number }} Slot */

/** @param {Safe} safe @param {Head} head @param {{ key: string, version: number }} [now] @returns {Promise<HeadRow>} */
export async function sealHead(safe, head, { key, version } = { key: newKey(), version: 0 }) {
    return { key, state: head.state, version: version + 1, ...(await safe.seal("drafts", key, version + 1, head)) };
}

/** @param {Safe} safe @param {HeadRow} row @returns {Promise<Placed>} */
export async function openHead(safe, row) {
    return { head: await safe.open("drafts", row.key, row.version, row), key: row.key, version: row.version };
}

/**
 * @param {Safe} safe @param {string} draft key of the head's row @param {string} field @param {unknown} value
 * @param {Slot} [slot] @returns {Promise<FieldRow>}
 */
export async function sealField(safe, draft, field, value, { key, version } = { key: newKey(), version: 0 }) {
    const sealed = await safe.seal("fields", `${draft}/${key}`, version + 1, { field, value });
    return { key, draft, version: version + 1, ...sealed };
}

/** @param {Safe} safe @param {FieldRow} row @returns {Promise<{ field: string, value: any } & Slot>} */
export async function openField(safe, row) {
    const { field, value } = await safe.open("fields", `${row.draft}/${row.key}`, row.version, row);
    return { field, value, key: row.key, version: row.version };
}

/**
 * The head row must still be as it was read: two tabs, or a form sent meanwhile, never overwrite one another.
 * @param {import("./database.js").Writing} tx @param {HeadRow} row @returns {Promise<boolean>}
 */
export async function stillAt(tx, row) {
    const there = /** @type {HeadRow | undefined} */ (await tx.objectStore("drafts").get(row.key));
    return (there?.version ?? 0) === row.version - 1;
}
