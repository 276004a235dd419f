/**
 * In the page itself, for the time before the modules: an answer is said not to be saved yet, the parts of a form are
 * shown by the fragment of the address, what is pressed is held until its screen is mounted, and the modules are
 * fetched once the page stands.
 */
{
    /** @type {HTMLElement[]} */
    let held = [];
    const within = (/** @type {Event} */ { target }, /** @type {string} */ selector) => (target instanceof Element ? target.closest(selector) : null);

    // Nobody has been here who could have left something: what is true of a new device stands at once.
    document.documentElement.toggleAttribute("data-new", !navigator.serviceWorker?.controller);

    addEventListener("change", (event) => {
        if (within(event, '[data-mount~="form"]:not([data-live])')) document.body.dataset.early = "";
    });

    const showPart = () => {
        const parts = [...document.querySelectorAll('[data-mount~="form"]:not([data-live]) [data-section]')];
        const asked = parts.find((part) => `#${part.id}` === location.hash) ?? parts[0];
        for (const part of parts) part.toggleAttribute("hidden", part !== asked);
    };
    addEventListener("hashchange", () => (showPart(), scrollTo(0, 0)));
    addEventListener("DOMContentLoaded", showPart);

    addEventListener("click", (event) => {
        const button = within(event, "[data-act]");
        if (!(button instanceof HTMLElement) || !button.closest("[data-mount]")?.matches(":not([data-mounted])")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        held.push(button);
    }, true);

    addEventListener("mounted", ({ target }) => {
        const mine = held.filter((button) => target instanceof Node && target.contains(button));
        held = held.filter((button) => button.isConnected && !mine.includes(button));
        for (const button of mine) button.click();
    }, true);

    addEventListener("load", () => {
        const fetchModules = () => {
            const ahead = document.querySelector("template[data-modules]");
            if (!(ahead instanceof HTMLTemplateElement)) return;
            const links = [...ahead.content.children];
            const { port1: turn, port2: ask } = new MessageChannel();
            // Each in a turn of its own: on a slow phone a hundred requests at once would hold up what is touched.
            turn.onmessage = () => {
                const link = links.shift();
                if (link) return (document.head.append(link), ask.postMessage(null));
                turn.close();
                void import(ahead.dataset.modules ?? "");
            };
            ask.postMessage(null);
        };
        if ("requestIdleCallback" in window) requestIdleCallback(fetchModules, { timeout: 1000 });
        else setTimeout(fetchModules);
    });
}
