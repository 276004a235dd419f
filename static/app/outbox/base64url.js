/** The JSON of one part of a compact JWS or JWE. @param {string} compact @param {number} place @returns {any} */
export function jsonOf(compact, place) {
    const text = (compact.split(".")[place] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0))));
}
