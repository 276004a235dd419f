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
 * The code of whatever was thrown; null for what is not a refusal of ours.
 * @param {unknown} error
 */
export const codeOf = (error) =>
    error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
