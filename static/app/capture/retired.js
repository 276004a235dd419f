/**
 * Forms that the service has no more: a draft is finished in the version that it was begun in. The phone keeps their
 * pages, and a page says all that there is to know of its form.
 * @import { Draft } from "../types.d.ts"
 * @import { Catalogue, Offered } from "./asked.js"
 */

const DEFINITION = /<script[^>]* id="definition">([^<]*)<\/script>/;

/** The catalogue with the forms of these drafts. @param {Catalogue} catalogue @param {Draft[]} drafts @returns {Promise<Catalogue>} */
export async function withRetired(catalogue, drafts) {
    const known = new Set(catalogue.forms.map(name));
    const strangers = new Map(drafts.map((draft) => [name({ id: draft.form ?? "", version: draft.version ?? "" }), draft]));
    const asked = [...strangers].filter(([form]) => !known.has(form)).map(([, draft]) => retired(draft).catch(() => null));
    const found = await Promise.all(asked);
    return { ...catalogue, forms: [...catalogue.forms, ...found.filter((form) => form !== null)] };
}

/** @param {{ id: string, version: string }} form */
const name = ({ id, version }) => `${id} ${version}`;

/** As the page says it, in the language of the draft. @param {Draft} draft @returns {Promise<Offered>} */
async function retired({ form = "", version = "", fields, language: begun }) {
    const { build = "", prefix = "" } = document.body.dataset;
    const language = fields.language ?? begun ?? "en";
    const page = await fetch(`${prefix}/forms/${form}/${version}/${language}`, { headers: { "X-Build": build } });
    const text = await page.text();
    const said = (/** @type {string} */ attribute) => new RegExp(` data-${attribute}="(\\w+)"`).exec(text)?.[1] ?? null;
    const definition = JSON.parse(DEFINITION.exec(text)?.[1] ?? "");
    const spoken = { locales: [language], offered: [], current: false };
    return { id: form, version, refers: said("refers") ?? "always", subject: said("subject"), definition, ...spoken };
}
