/**
 * The one Trusted Types policy. HTML comes from our own pages through htmx; a script in them is data (JSON) and
 * never code; a script's address is the service worker or a worker of this build.
 */
const OWN_SCRIPTS = /^\/(service-worker\.js|static\/[0-9a-z_]+\/app\/[a-z0-9/-]+-worker\.js)$/i;

const rules = {
    /** @param {string} html */
    createHTML: (html) => html,

    /** @param {string} text */
    createScript(text) {
        if (text.trim()) JSON.parse(text);
        return text;
    },

    /** @param {string} address */
    createScriptURL(address) {
        const { origin, pathname } = new URL(address, location.href);
        if (origin !== location.origin || !OWN_SCRIPTS.test(pathname)) throw new TypeError(`not a worker of ours: ${address}`);
        return address;
    },
};

/** @type {typeof rules} */
export const trusted = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("firsthand", rules) ?? rules;
