/** The field app: its parts, made and joined. Every page is answerable before any of this has arrived. */
import { createCore } from "./core.js";
import { createMounting } from "./mounting.js";
import { MOUNTS } from "./mounts.js";
import { createConnection } from "./shell/connection.js";
import { createCovers } from "./shell/covers.js";
import { createDevice } from "./shell/device.js";
import { watch } from "./shell/lock.js";
import { createNavigation } from "./shell/navigation.js";
import { trusted } from "./shell/trusted.js";
import { createUpdate, isOpen } from "./shell/update.js";
import { all, one, say } from "./shell/words.js";
import { createArgon2 } from "./vault/argon2.js";

/** @import { App } from "./types.d.ts" */

const { build = "", lockIdle = "600", lockHidden = "120", chaseAfter = "900" } = document.body.dataset;

/** By then the screen stands; what comes now hurries nobody. */
const QUIET = 5000;

const core = createCore({
    fetch: window.fetch.bind(window),
    locks: navigator.locks,
    broadcast: new BroadcastChannel("firsthand"),
    argon2: createArgon2(newArgon2Worker),
    chaseAfter: 1000 * Number(chaseAfter),
});
const { drafts, outbox, registry, session, vault } = core;
const connection = createConnection(window);
const update = createUpdate({
    container: navigator.serviceWorker,
    build,
    calm: () => drafts.saving.unsaved === 0 && !isOpen(),
    locked: () => vault.state !== "unlocked",
    reload: () => location.reload(),
});
const device = createDevice({ registry, navigator, ready: update.ready });
const covers = createCovers({ vault, isGesture: device.isGesture, uncovered: () => void askAgain() });
const navigation = createNavigation({
    arrived: () => mountAll(),
    barred: () => emptied,
    failed: () => app.announce(say(document, "status.offline")),
    saved: async () => drafts.saving.unsaved === 0 || ((await unlock()) && (await drafts.settled())),
});

/** @type {App} */
const app = {
    vault,
    drafts,
    outbox,
    connection,
    device,
    session,
    update,
    current: { encounter: null, draft: null, submission: null, sent: [] },
    navigate: (path) => navigation.navigate(path),
    announce: (text) => void (one(document, "#announcement").textContent = text),
    hide: () => covers.hide(),
    unlock,
};
const mountAll = createMounting(app, MOUNTS);
/** True from a lock until the screen is there again. */
let emptied = false;

vault.subscribe((state, reason) => {
    if (state === "locked" && reason) void empty();
    if (state === "unlocked" && emptied) void restore();
    if (state === "unlocked") void outbox.deliver();
    else void update.offer();
});
watch({ vault, window, idle: 1000 * Number(lockIdle), hidden: 1000 * Number(lockHidden) });
await vault.refresh().catch(reportError);
mountAll();
connection.onChance(() => {
    void outbox.deliver();
    void update.offer();
    void session.part().catch(() => {});
});
connection.subscribe((online) => void (online && vault.state === "unlocked" && session.refresh().catch(() => {})));
if (vault.state === "none") void session.refresh().catch(() => {});
setTimeout(() => void Promise.all([outbox.warm(), outbox.prune()]).catch(() => {}), QUIET);

async function unlock() {
    if (vault.state === "unlocked") return true;
    if (vault.state === "none") return (await navigation.navigate("/sign-in"), false);
    return await covers.ask();
}

/** Locked: nothing of what was on the screen stays in the document. */
async function empty() {
    emptied = true;
    one(document, "#main").replaceChildren();
    for (const over of all(document, "body > dialog, body > [data-cover]:not([data-cover=privacy])")) over.remove();
    app.announce("");
    mountAll();
    await askAgain();
}

async function askAgain() {
    if (!emptied || covers.hiding || vault.state === "unlocked") return;
    if (await covers.ask()) return;
    emptied = false;
    await navigation.navigate("/");
}

async function restore() {
    emptied = false;
    await navigation.again();
}

function newArgon2Worker() {
    const address = new URL("./vault/argon2-worker.js", import.meta.url).href;
    return new Worker(trusted.createScriptURL(address), { type: "module" });
}
