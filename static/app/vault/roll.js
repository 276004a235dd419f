/** Who is enrolled on this device, the last used first. */
import { problem } from "../problem.js";
import { initialsOf, marksOf } from "./initials.js";

/** @import { Enrolled } from "../types.d.ts" */
/** @typedef {import("../store/registry.js").VaultRecord} VaultRecord */

/** @param {import("../store/registry.js").Registry} registry */
export function createRoll(registry) {
    /** Without half-made enrolments. */
    const records = async () => (await registry.vaults()).filter(({ device }) => device !== null);

    return {
        records,

        async enrolled() {
            const all = await records();
            const marks = marksOf(all);
            return all.map((record) => toEnrolled(record, marks.get(record.id)));
        },

        /** The vault that was chosen, else the one used last. Problems: `not-enrolled`, `revoked`. @param {string} [id] */
        async pick(id) {
            const all = await records();
            const record = id ? all.find((one) => one.id === id) : all[0];
            if (!record) throw problem("not-enrolled");
            if (record.revoked) throw problem("revoked");
            return record;
        },
    };
}

/** @param {VaultRecord} record @param {string} [mark] @returns {Enrolled} */
export const toEnrolled = ({ id, practitioner, device, kept, revoked }, mark = initialsOf(practitioner.name)) =>
    ({ vault: id, practitioner, mark, device: device ?? "", kept, revoked });
