/**
 * Whether the service can find somebody again by what is said of them: the twin of `people.rules.person_keys`. Pure.
 * @import { Person } from "./people.js"
 */

const STAND_INS = new Set(["", "unknown", "not known", "unnamed", "baby", "child", "n k", "nk", "na", "n a", "none", "x"]);
const FULL_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** By NHS number, or by name and full birth date. @param {Person} person */
export const canBeFound = ({ nhs_number, given_name, family_name, date_of_birth }) =>
    isNhsNumber(nhs_number ?? "") || (isName(given_name ?? "") && isName(family_name ?? "") && FULL_DATE.test(date_of_birth ?? ""));

/** @param {string} written */
const isName = (written) => !STAND_INS.has(plain(written));

/** Lower case, no marks, one space between words. @param {string} written */
const plain = (written) => (written.normalize("NFKD").toLowerCase().replace(/[\p{M}'’]/gu, "").match(/[\p{L}\p{N}_]+/gu) ?? []).join(" ");

/** Ten digits, the last a check on the others by modulus 11 (NHS Data Dictionary, NHS NUMBER). @param {string} written */
function isNhsNumber(written) {
    const digits = [...written.replace(/\D/g, "")].map(Number);
    const total = digits.slice(0, 9).reduce((sum, digit, place) => sum + digit * (10 - place), 0);
    return digits.length === 10 && (11 - (total % 11)) % 11 === digits[9];
}
