/**
 * What is sent beside a form, drawings and recordings, as it lies in the draft: a head `<kind>.<id>` {question, …} and its
 * pieces `<kind>.<id>.<n>`, each a small field, so that little is written at a time. Pure.
 */

/** @typedef {"drawing" | "sound"} Kind */

/** Of one submission (protocol.md). */
export const MOST = 20;
const FIELD = /^(drawing|sound)\.([^.]+)(?:\.(\d+))?$/;

/** @param {string} name */
function parsed(name) {
    const [, kind = "", id = "", n] = FIELD.exec(name) ?? [];
    return { kind, id, n };
}

/** In order, as far as they can be read. @param {Record<string, any>} fields @param {Kind} kind @param {string} id @returns {any[]} */
export function piecesOf(fields, kind, id) {
    const own = Object.keys(fields).flatMap((name) => {
        const of = parsed(name);
        return of.kind === kind && of.id === id && of.n !== undefined ? [{ name, n: Number(of.n) }] : [];
    });
    return own.sort((a, b) => a.n - b.n).map(({ name }) => fields[name]);
}

/** Of a question, those that its answer does not name: cleared, or taken out. @param {Record<string, any>} fields @param {Kind} kind @param {string} question @param {string[]} named */
export const asideOf = (fields, kind, question, named) =>
    Object.entries(fields).flatMap(([name, head]) => {
        const of = parsed(name);
        return of.kind === kind && of.n === undefined && head?.question === question && !named.includes(of.id) ? [of.id] : [];
    });

/** Every id that may be one: whatever an answer names. @param {Record<string, any>} fields @returns {string[]} */
export function namedIn(fields) {
    const named = Object.entries(fields).flatMap(([name, answer]) => (name.startsWith("answer.") ? [answer?.value].flat() : []));
    return [...new Set(named)].filter((id) => typeof id === "string");
}

/**
 * Answers with copies of what they name, each under an id of its own; what is not there is named as before.
 * @param {Record<string, any>} answers fields of a draft @param {Record<string, any>} earlier those of another @param {() => string} newId
 */
export function carried(answers, earlier, newId) {
    /** @type {Record<string, any>} */
    const copies = {};
    const copy = (/** @type {unknown} */ id, /** @type {string} */ question) => {
        const own = Object.keys(earlier).map((name) => ({ name, ...parsed(name) })).filter((each) => each.id === id);
        if (!own.some(({ n }) => n !== undefined)) return id;
        const fresh = newId();
        for (const { name, kind, n } of own) {
            if (n === undefined) copies[`${kind}.${fresh}`] = { ...earlier[name], question };
            else copies[`${kind}.${fresh}.${n}`] = earlier[name];
        }
        return fresh;
    };
    const fields = Object.entries(answers).map(([name, answer]) => {
        if (!Array.isArray(answer?.value)) return [name, answer];
        return [name, { ...answer, value: answer.value.map((/** @type {unknown} */ id) => copy(id, name.replace("answer.", ""))) }];
    });
    return { ...Object.fromEntries(fields), ...copies };
}
