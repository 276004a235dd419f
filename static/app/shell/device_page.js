/**
 * What is true of this device, on the page of its outbox: drafts that don't open, what the browser promised, how much room
 * there is, and the rescue file.
 * @import { App } from "../types.d.ts"
 */
import { showStorage } from "./kept.js";
import { fill, one, onActs, part, say } from "./words.js";

/** @param {HTMLElement} page @param {App} app */
export async function mount(page, app) {
    const show = () => void showAll(page, app).catch(() => {});
    const stops = [
        app.vault.subscribe(show),
        app.outbox.subscribe(show),
        onActs(page, { persist: () => app.device.persist().then(show), rescue: (button) => save(page, app, button) }),
    ];
    await showAll(page, app);
    return () => stops.forEach((stop) => stop());
}

/** @param {HTMLElement} page @param {App} app */
async function showAll(page, app) {
    const [summary, shut] = await Promise.all([app.outbox.summary(), app.drafts.shut()]);
    if (!page.isConnected) return;
    one(page, "[data-shut]").hidden = shut.length === 0;
    one(page, "[data-rows=shut]").replaceChildren(...shut.map((number) => part(page, "shut", { number })));
    one(page, "[data-rescue]").hidden = summary.waiting + summary.attention === 0;
    await showStorage(page, app);
}

/** The name of the file says nothing. @param {HTMLElement} page @param {App} app @param {HTMLElement} button */
async function save(page, app, button) {
    const { text, count, damaged } = await app.outbox.rescue();
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const link = Object.assign(document.createElement("a"), { href: address, download: button.dataset.file });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    const said = [say(page, "rescue-saved", { n: count }), damaged ? say(page, "rescue-damaged", { n: damaged }) : ""].join(" ");
    fill(page, { rescued: said });
    app.announce(said);
}
