/**
 * How the way of asking may shape an answer, by the rules of `i18n/questions`; what they mean is said in the head of
 * en.toml there. Held to the same examples as the reader of tests/forms/test_questions.py. Pure.
 *
 * @typedef {{
 *   begins?: string[], unless_begins?: string[], contains?: string[], ends?: string[], first_ends?: string[],
 *   with_closed?: string[], marks?: number,
 * }} Shape
 * @typedef {Record<string, Shape> & {order: string[], fillers: string[]}} Rules  one language's
 * @typedef {{whole: string, marks: number, last: string[], bare: string[], said: string[]}} Asked
 */

/** The first kind that one of its rules fits, or null. @param {string} text @param {Rules} rules @returns {string | null} */
export function shapeOf(text, rules) {
    const asked = read(text, rules.fillers);
    return rules.order.find((kind) => fits(asked, rules[kind] ?? {}, rules.closed ?? {})) ?? null;
}

/** @param {string} text @param {string[]} fillers @returns {Asked} */
function read(text, fillers) {
    const plain = text.toLowerCase().replace(/[’‘]/g, "'").replace(/[„”“"«»]/g, "").trim().replace(/\s+/g, " ");
    const whole = plain.replace(/[.?!…\s]+$/, "");
    const last = whole.split(/[.?!…]+/).map(wordsOf).filter((words) => words.length).at(-1) ?? [""];
    return { whole, marks: plain.split("?").length - 1, last, bare: without(last, fillers), said: without(wordsOf(whole), fillers) };
}

/** @param {string} text */
const wordsOf = (text) => text.split(/[^\p{L}\p{N}_']+/u).filter(Boolean);

/** @param {string[]} words @param {string[]} fillers @returns {string[]} */
const without = (words, fillers) => (words.length > 1 && fillers.includes(words[0] ?? "") ? without(words.slice(1), fillers) : words);

/** @param {Asked} asked @param {Shape} shape @param {Shape} closed */
function fits(asked, { begins, unless_begins: unless, contains, ends, first_ends: bends, with_closed: also, marks }, closed) {
    const isClosed = opens(asked, closed.begins) || bent(asked, closed.first_ends);
    const tagged = (ends ?? []).some((ending) => asked.whole.endsWith(ending)) && !opens(asked, unless);
    return asked.marks >= (marks ?? Infinity) || opens(asked, begins) || holds(asked, contains) || tagged || (isClosed && holds(asked, also)) || bent(asked, bends);
}

/** @param {Asked} asked @param {string[]} [openings] */
const opens = ({ last, bare }, openings = []) => openings.some((opening) => [last, bare].some((words) => `${words.join(" ")} `.startsWith(`${opening} `)));

/** @param {Asked} asked @param {string[]} [phrases] */
const holds = ({ said }, phrases = []) => phrases.some((phrase) => ` ${said.join(" ")} `.includes(` ${phrase} `));

/** By the ending of its first word, as Polish asks. @param {Asked} asked @param {string[]} [endings] */
const bent = ({ bare }, endings = []) => endings.some((ending) => (bare[0] ?? "").endsWith(ending));
