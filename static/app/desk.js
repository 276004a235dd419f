/**
 * The desk: htmx keeps what changes up to date. What somebody reads or types is never replaced; a page says that it
 * is out of date, that the connection is lost, or that the session has ended.
 */
import htmx from "htmx.org";
import "htmx-sse";
import { trusted } from "./shell/trusted.js";

htmx.registerExtension("firsthand", {
    /** @param {{ initSecurity: (policy: typeof trusted) => void }} api */
    init: (api) => api.initSecurity(trusted),
});

/** @param {string} id @param {boolean} shown */
const show = (id, shown = true) => document.getElementById(id)?.toggleAttribute("hidden", !shown);

const live = document.getElementById("live");
live?.addEventListener("referral", () => show("changed"));
live?.addEventListener("ended", () => show("alert-ended"));

let lost = false;
document.addEventListener("htmx:sse:error", () => {
    lost = true;
    show("alert-lost");
});
document.addEventListener("htmx:sse:after:connection", () => {
    show("alert-lost", false);
    if (lost) live?.dispatchEvent(new Event("queue"));
    lost = false;
});

// An answer that is no success replaces nothing and sends nobody away from what they were typing.
document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = /** @type {CustomEvent} */ (event).detail;
    if (ctx.response.status < 400) return;
    event.preventDefault();
    show(ctx.response.status === 401 ? "alert-ended" : "alert-lost");
});

document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape") document.querySelectorAll(".app-tip").forEach((tip) => tip.classList.add("app-tip--shut"));
    if (key === "Escape" && target instanceof HTMLElement && target.matches(".app-tip__of")) target.blur();
});
document.addEventListener("pointerout", ({ target }) => target instanceof Element && target.closest(".app-tip")?.classList.remove("app-tip--shut"));
