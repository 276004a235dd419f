/** The parts of the app that would be the same without a screen, put together. */
import { later as fetched } from "./later.js";
import { createOutbox } from "./outbox/outbox.js";
import { createKeyset } from "./outbox/keyset.js";
import { createChannel } from "./shell/channel.js";
import { createServer } from "./shell/server.js";
import { createSession } from "./shell/session.js";
import { createDatabases } from "./store/databases.js";
import { createDrafts } from "./store/drafts.js";
import { createRegistry } from "./store/registry.js";
import { createVault } from "./vault/unlock.js";

/** @import { Draft, Id } from "./types.d.ts" */
/** @typedef {ReturnType<typeof createCore>} Core */

/**
 * @param {object} parts
 * @param {typeof globalThis.fetch} parts.fetch
 * @param {LockManager} parts.locks
 * @param {BroadcastChannel} parts.broadcast
 * @param {import("./vault/argon2.js").Argon2} parts.argon2
 * @param {number} parts.chaseAfter  milliseconds
 * @param {string} [parts.name]  of the device's database
 * @param {import("./store/registry.js").Cost} [parts.cost]
 * @param {() => number} [parts.now]
 * @param {() => number} [parts.random]
 * @param {(work: () => void, milliseconds: number) => unknown} [parts.later]
 */
export function createCore({ fetch, locks, broadcast, argon2, chaseAfter, name, cost, now, random, later }) {
    const channel = createChannel(broadcast);
    const databases = createDatabases(name);
    const registry = createRegistry(databases);
    const server = createServer(fetch);
    const vault = createVault({ registry, argon2, channel, cost, now });
    const drafts = createDrafts({ vault, databases, registry, channel, locks, now, later });
    const session = createSession({ server, vault, registry });
    const fetchKeys = async () => (await server.ask("GET", "/keys")).json;
    const keys = createKeyset({ registry, fetchKeys });
    const outbox = createOutbox({
        ...{ vault, drafts, registry, databases, keys, channel, locks, chaseAfter, now, random, later },
        send: (body) => session.deliver("/submissions", body),
        carry: session.carry,
        enclose,
        sendReport: (body) => session.deliver("/devices/report", body),
        signedIn: () => session.who !== null,
        askStatus: (/** @type {Id} */ id) => session.call("GET", `/submissions/${id}`),
        erase: (id) => registry.erase(id),
    });
    session.subscribe((who) => void (who && outbox.report().catch(() => {})));
    const entrance = fetched(async () => {
        const [{ createEntrance }, { createEnrolment }] = await Promise.all([import("./shell/entrance.js"), import("./vault/enrol.js")]);
        const enrolment = createEnrolment({ registry, argon2, cost, now });
        return createEntrance({ session, vault, enrolment, registry, keys, countDrafts: drafts.countIn });
    });
    const removal = fetched(async () => (await import("./vault/removal.js")).createRemoval({ vault, registry, databases, argon2, cost, now }));
    return {
        ...{ channel, databases, registry, drafts, outbox },
        tidy: async () => ((await registry.removed()).length ? (await removal()).finish() : undefined),
        vault: Object.assign(vault, wayOut(removal)),
        session: Object.assign(session, doorOf(entrance)),
    };
}

/**
 * Signing in and enrolling, fetched when somebody stands at the door.
 * @param {() => Promise<import("./shell/entrance.js").Entrance>} entrance
 * @returns {import("./shell/entrance.js").Entrance}
 */
function doorOf(entrance) {
    return {
        signIn: async (...given) => (await entrance()).signIn(...given),
        enrol: async (...given) => (await entrance()).enrol(...given),
        openOld: async (...given) => (await entrance()).openOld(...given),
        startAnew: async (...given) => (await entrance()).startAnew(...given),
        changePassphrase: async (...given) => (await entrance()).changePassphrase(...given),
    };
}

/**
 * Leaving this device for good, fetched when somebody asks for it.
 * @param {() => Promise<import("./vault/removal.js").Removal>} removal
 * @returns {Pick<import("./vault/removal.js").Removal, "held" | "remove">}
 */
const wayOut = (removal) => ({
    held: async () => (await removal()).held(),
    remove: async (...given) => (await removal()).remove(...given),
});

/**
 * What belongs to a form, sealed; nothing of it is fetched for a form without drawings and recordings.
 * @param {Draft} form
 */
async function enclose(form) {
    if (!Object.keys(form.fields).some((name) => /^(drawing|sound)\./.test(name))) return [];
    const [{ sealAttachment }, strokes, pieces] = await Promise.all([import("./vault/attachment.js"), import("./capture/strokes.js"), import("./capture/pieces.js")]);
    const contents = [...strokes.contentsOf(form.fields), ...pieces.contentsOf(form.fields)];
    return await Promise.all(contents.map((content) => sealAttachment(form.id, content)));
}
