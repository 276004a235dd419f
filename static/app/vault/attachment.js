/** A drawing or a recording, sealed on its own: under a key that is used once, and travels inside the submission (protocol.md). */
import { randomBytes } from "./keys.js";
import { sha256 } from "./seal.js";

/** @typedef {{ id: string, sha256: string, size: number, media_type: string }} AttachmentAbout  of the sealed bytes */
/** @typedef {{ about: AttachmentAbout, key: string, bytes: Uint8Array<ArrayBuffer> }} SealedAttachment  key: base64url */

const AES = { name: "AES-GCM", length: 256 };
const IV = 12;

/**
 * IV, ciphertext and tag, bound to the submission and to its own id.
 * @param {string} submission @param {{ id: string, media_type: string, bytes: Uint8Array<ArrayBuffer> }} content @returns {Promise<SealedAttachment>}
 */
export async function sealAttachment(submission, { id, media_type, bytes: plain }) {
    const key = await crypto.subtle.generateKey(AES, true, ["encrypt"]);
    const iv = randomBytes(IV);
    const additionalData = new TextEncoder().encode(`fh-attachment-1|${submission}|${id}`);
    const sealed = await crypto.subtle.encrypt({ name: AES.name, iv, additionalData }, key, plain);
    const bytes = new Uint8Array(IV + sealed.byteLength);
    bytes.set(iv);
    bytes.set(new Uint8Array(sealed), IV);
    const raw = new Uint8Array(await crypto.subtle.exportKey("raw", key));
    return { about: { id, sha256: await sha256(bytes), size: bytes.length, media_type }, key: base64url(raw), bytes };
}

/** @param {Uint8Array} bytes */
const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
