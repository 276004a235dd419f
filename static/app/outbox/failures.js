/** What an answer of the server, or none, means for what was sent. Pure. */

/** @typedef {{ status: number, json: any, retryAfter: number | null }} Answer  json: null where the body isn't JSON */
/** @typedef {{ id: string | null, status: string, reference?: string, problem?: any }} Result */
/**
 * @typedef {{ kind: "answered", results: Result[], receipt: string | null, revoked: boolean }
 *   | { kind: "again", seconds: number } | { kind: "sign-in" } | { kind: "halve" }
 *   | { kind: "alone", code: string }} Judgement
 */

export const LONGEST_PAUSE = 300;

/** @param {Answer | null} answer null: the network failed @param {number} sent how many submissions @returns {Judgement} */
export function judge(answer, sent) {
    if (answer?.status === 413) return { kind: "halve" };
    if (!answer || isPassing(answer)) return { kind: "again", seconds: answer?.retryAfter ?? 0 };
    if (answer.status === 200 && isOurs(answer.json, sent)) return answered(answer.json);
    if (answer.status === 401) return { kind: "sign-in" };
    if (answer.status >= 400) return { kind: "alone", code: `http-${answer.status}` };
    return { kind: "again", seconds: 0 };
}

/** A network's own page, a busy server, an outage: all of these pass. @param {Answer} answer */
const isPassing = ({ status, json }) => json === null || status === 408 || status === 429 || status >= 500;

/** @param {any} json @returns {Judgement} */
function answered({ results, receipt = null, device }) {
    return { kind: "answered", results, receipt, revoked: device === "revoked" };
}

/** @param {any} json @param {number} sent */
const isOurs = (json, sent) =>
    Array.isArray(json?.results) && json.results.length === sent && json.results.every((/** @type {any} */ one) => typeof one?.status === "string");

/**
 * Seconds until the next try: doubling from 2, never above five minutes, spread so that phones don't come together.
 * @param {number} tries before this one @param {number} random 0 to 1 @param {number} [asked] by the server
 */
export function pauseBefore(tries, random, asked = 0) {
    const spread = Math.min(LONGEST_PAUSE, 2 ** (tries + 1)) * (0.5 + random / 2);
    return Math.min(LONGEST_PAUSE, Math.max(spread, asked));
}

/** The code of a refusal's problem. @param {any} problem a string, or an RFC 9457 object */
export function codeOfRefusal(problem) {
    if (typeof problem === "string") return problem;
    return String(problem?.code ?? problem?.type ?? "refused").replace(/^.*[/:#]/, "");
}
