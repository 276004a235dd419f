/** The field app: its parts, made and joined. Every page is answerable before any of this has arrived. */
import { createCore } from "./core.js";
import { createMounting } from "./mounting.js";
import { MOUNTS } from "./mounts.js";
import { codeOf } from "./problem.js";
import { createConnection } from "./shell/connection.js";
import { createCovers } from "./shell/covers.js";
import { createDevice } from "./shell/device.js";
import { watch } from "./shell/lock.js";
import { createNavigation } from "./shell/navigation.js";
import { trusted } from "./shell/trusted.js";
import { createUpdate, isOpen } from "./shell/update.js";
import { all, onActs, one, say } from "./shell/words.js";
import { createArgon2 } from "./vault/argon2.js";

/** @import { App } from "./types.d.ts" */

const { build = "", lockIdle = "600", lockHidden = "120", chaseAfter = "900" } = document.body.dataset;

/** By then the screen stands; what comes now hurries nobody. */
const QUIET = 5000;

/** @type {import("./types.d.ts").Current} */
const NOTHING = { encounter: null, draft: null, meeting: null, submission: null, sent: [] };

const core = createCore({
    fetch: window.fetch.bind(window),
    locks: navigator.locks,
    broadcast: new BroadcastChannel("firsthand"),
    argon2: createArgon2(newArgon2Worker),
    chaseAfter: 1000 * Number(chaseAfter),
});
const { drafts, outbox, registry, session, vault } = core;
const connection = createConnection(window);
/** @type {(value?: unknown) => void} */
let settled = () => {};
const update = createUpdate({
    container: navigator.serviceWorker,
    build,
    calm: () => drafts.saving.unsaved === 0 && !isOpen(),
    locked: () => vault.state !== "unlocked",
    reload: () => location.reload(),
    after: new Promise((resolve) => (settled = resolve)),
});
const device = createDevice({ registry, vault, navigator, ready: update.ready });
const covers = createCovers({ vault, outbox, isGesture: device.isGesture, uncovered: () => void askAgain() });
const navigation = createNavigation({
    arrived: () => void mountAll(),
    barred: () => emptied,
    whose: () => vault.owner?.practitioner.id ?? (vault.state === "none" ? null : "locked"),
    token: () => session.who?.csrf,
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
    current: { ...NOTHING },
    navigate: (path) => navigation.navigate(path),
    announce: (text) => void (one(document, "#announcement").textContent = text),
    hide: () => covers.hide(),
    unlock,
};
const mountAll = createMounting(app, MOUNTS);
/** True from a lock until the screen is there again. */
let emptied = false;
/** Whose vault was open last, and what its owner left: at hand again for nobody else. */
let opened = "";
let left = { ...NOTHING, vault: "" };

vault.subscribe((state, reason) => {
    if (state === "locked" && reason) void empty(reason);
    if (state === "unlocked" && emptied) void restore();
    opened = vault.owner?.vault ?? opened;
    if (state === "unlocked") void outbox.deliver();
    else void update.offer();
});
onActs(document.body, { privacy: () => app.hide() });
watch({ vault, window, idle: 1000 * Number(lockIdle), hidden: 1000 * Number(lockHidden) });
await vault.refresh().catch(unreadable);
void mountAll().then(settled);
connection.onChance(() => {
    void outbox.deliver();
    void update.offer();
    void session.part().catch(() => {});
});
connection.subscribe((online) => void (online && vault.state === "unlocked" && session.refresh().catch(() => {})));
setTimeout(() => void Promise.all([outbox.warm(), outbox.prune(), core.tidy()]).catch(() => {}), QUIET);

async function unlock() {
    if (vault.state === "unlocked") return true;
    if (vault.state === "none") return (await navigation.navigate("/sign-in"), false);
    return await covers.ask();
}

/** Locked: nothing of what was on the screen stays in the document. @param {import("./types.d.ts").LockReason} reason */
async function empty(reason) {
    left = { ...app.current, vault: opened };
    Object.assign(app.current, NOTHING);
    if (document.querySelector("#main [data-mount~=sign-in]")) return;
    emptied = reason !== "removed";
    one(document, "#main").replaceChildren();
    for (const over of all(document, "body > dialog:not([data-cover=privacy]), body > [data-cover]:not([data-cover=privacy])")) over.remove();
    app.announce("");
    void mountAll();
    await askAgain();
}

async function askAgain() {
    if (!emptied || covers.hiding || vault.state === "unlocked") return;
    if (await covers.ask()) return;
    emptied = false;
    await navigation.navigate("/");
}

/** The same screen for whoever locked it, the start for anybody else. */
async function restore() {
    emptied = false;
    const { vault: whose, ...current } = left;
    if (whose !== vault.owner?.vault) return await navigation.navigate("/");
    Object.assign(app.current, current);
    await navigation.again();
}

/** @param {unknown} error */
async function unreadable(error) {
    if (codeOf(error) === "newer") (await import("./shell/newer.js")).sayNewer();
    else reportError(error);
}

function newArgon2Worker() {
    const address = new URL("./vault/argon2-worker.js", import.meta.url).href;
    return new Worker(trusted.createScriptURL(address), { type: "module" });
}
