import assert from "node:assert/strict";
import { test } from "node:test";
import { withRetired } from "../../../static/app/capture/retired.js";

const definition = { id: "doorstep", version: "1", rules: [], thresholds: {}, sections: [] };
const kept = `<main><div data-form="doorstep" data-refers="asks" data-subject="child">
  <script type="application/json" id="definition">${JSON.stringify(definition)}</script></div></main>`;
const draft = (/** @type {any} */ more) => ({ id: "d", type: "form", form: "doorstep", version: "1", language: "pl", fields: {}, ...more });
/** @type {any} */
const catalogue = { asked: {}, forms: [{ id: "dash", version: "2026.1" }] };

/** @param {Record<string, string>} pages */
function keep(pages) {
    /** @type {string[]} */
    const asked = [];
    Object.assign(globalThis, {
        document: { body: { dataset: { build: "b2", prefix: "/pl" } } },
        fetch: async (/** @type {string} */ path) => (asked.push(path), new Response(pages[path] ?? "", { status: pages[path] ? 200 : 404 })),
    });
    return asked;
}

test("a form that the service has no more is known from its page on this phone", async () => {
    const asked = keep({ "/pl/forms/doorstep/1/pl": kept });
    const { forms } = await withRetired(catalogue, [draft({}), draft({ id: "e" })]);
    const spoken = { locales: ["pl"], offered: [], current: false };
    assert.deepEqual(forms[1], { id: "doorstep", version: "1", refers: "asks", subject: "child", definition, ...spoken });
    assert.deepEqual(asked, ["/pl/forms/doorstep/1/pl"]);
});

test("a page that is not here leaves the others as they are", async () => {
    const asked = keep({});
    assert.deepEqual((await withRetired(catalogue, [draft({}), draft({ form: "dash", version: "2026.1" })])).forms, catalogue.forms);
    assert.equal(asked.length, 1);
});
