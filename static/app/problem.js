/** @import { Json, Problem } from "./types.d.ts" */

/**
 * A refusal with a code: the page holds the sentence for it.
 * @param {string} code @param {Record<string, Json>} [detail] @param {unknown} [cause]
 * @returns {Problem}
 */
export function problem(code, detail = {}, cause) {
    return Object.assign(new Error(code, { cause }), { code, detail });
}

/**
 * Once more where something else wrote in between: what is stored is read again first.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>}
 */
export const again = (work) => work().catch((error) => (codeOf(error) === "elsewhere" ? work() : Promise.reject(error)));

/**
 * The code of whatever was thrown; null for what is not a refusal of ours.
 * @param {unknown} error
 */
export const codeOf = (error) =>
    error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
