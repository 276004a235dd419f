/**
 * One document: links fetch the whole page and htmx puts its <main> in the place of ours. What the page brings is
 * mounted, the heading takes the focus, the title follows. The build goes along, so that the service worker
 * answers an old document from its own build; a page of another build, where that one is gone, is a document of its own.
 */
import htmx from "./htmx.js";

const MAIN = "#main";
const BUILD = /<body[^>]* data-build="(\w+)"/;
const READS = new Set(["GET", "HEAD"]);

/**
 * @param {object} parts
 * @param {() => void} parts.arrived  mounts what is new
 * @param {() => boolean} parts.barred  true while the lock is over the screen
 * @param {() => void} parts.failed  says that the screen could not be fetched
 * @param {() => string | null} parts.whose  practitioner whose vault is open, "locked", or null where there is none
 * @param {() => string | undefined} parts.token  of the session, for what writes
 * @param {() => Promise<boolean>} parts.saved  true once nothing is only in this document
 */
export function createNavigation({ arrived, barred, failed, saved, token, whose }) {
    const { build = "", prefix = "" } = document.body.dataset;

    document.addEventListener("htmx:config:request", (event) => {
        const { headers, method } = detail(event).ctx.request;
        headers["X-Build"] = build;
        if (!READS.has(method)) headers["X-CSRF-Token"] = token() ?? "";
        if (whose() !== null) headers["X-Vault-Owner"] = whose();
    });
    document.addEventListener("htmx:after:request", (event) => {
        const { request, text } = detail(event).ctx;
        if ((BUILD.exec(text)?.[1] ?? build) === build) return;
        event.preventDefault();
        void saved().then((is) => is && location.assign(request.action));
    });
    document.addEventListener("htmx:after:swap", (event) => {
        if (`#${detail(event).ctx.target?.id}` !== MAIN) return;
        arrived();
        focusHeading();
    });
    document.addEventListener("htmx:before:history:restore", (event) => barred() && event.preventDefault());
    document.addEventListener("htmx:error", failed);

    /** @param {string} path @param {{ replace?: boolean }} [how] */
    async function navigate(path, { replace = false } = {}) {
        const to = prefix && !path.startsWith(`${prefix}/`) && path !== prefix ? `${prefix}${path === "/" ? "" : path}` : path;
        const history = replace ? { replace: "true" } : { push: "true" };
        await htmx.ajax("GET", to, { target: MAIN, select: MAIN, swap: "outerHTML", ...history });
    }
    return {
        navigate,
        /** The same screen again, as if it were fresh. */
        again: () => navigate(location.pathname, { replace: true }),
        /** @param {Element} element */
        process: (element) => htmx.process(element),
    };
}

function focusHeading() {
    const heading = document.querySelector(`${MAIN} h1`) ?? document.querySelector(MAIN);
    if (!(heading instanceof HTMLElement) || document.querySelector(`${MAIN} [autofocus]`)) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
}

/** @param {Event} event @returns {any} */
const detail = (event) => /** @type {CustomEvent} */ (event).detail;
