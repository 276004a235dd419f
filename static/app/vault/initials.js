/** By what somebody who is enrolled on a device is known while it is locked: initials, never the name. Pure. */

const MOST = 3;
const LETTER = /\p{L}/u;

/** "Ada Invented": "AI". A title counts as a word, since nobody can tell it from one. @param {string} name */
export function initialsOf(name) {
    const words = name.split(/\s+/).filter((word) => LETTER.test(word));
    const chosen = words.length > MOST ? [...words.slice(0, MOST - 1), ...words.slice(-1)] : words;
    return chosen.map((word) => word.match(LETTER)?.[0].toUpperCase()).join("") || "?";
}

/**
 * Whoever was enrolled first has the initials, the next one of the same has a number: "AB", "AB (2)".
 * @param {Pick<import("../store/registry.js").VaultRecord, "id" | "practitioner" | "created_at">[]} records
 * @returns {Map<string, string>} by vault
 */
export function marksOf(records) {
    /** @type {Map<string, string[]>} */
    const people = new Map();
    const marks = [...records].sort((a, b) => a.created_at - b.created_at).map(({ id, practitioner }) => {
        const initials = initialsOf(practitioner.name);
        const same = people.get(initials) ?? [];
        if (!same.includes(practitioner.id)) people.set(initials, [...same, practitioner.id]);
        const place = (people.get(initials) ?? []).indexOf(practitioner.id);
        return /** @type {const} */ ([id, place ? `${initials} (${place + 1})` : initials]);
    });
    return new Map(marks);
}
