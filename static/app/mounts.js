/** Who answers to `data-mount`: fetched when a page first asks. @type {Record<string, () => Promise<{ mount: import("./types.d.ts").Mount }>>} */
export const MOUNTS = {
    frame: () => import("./shell/frame.js"),
    status: () => import("./shell/status.js"),
    "sign-in": () => import("./shell/sign_in.js"),
    "outbox-page": () => import("./shell/outbox_page.js"),
    "sent-page": () => import("./shell/sent_page.js"),
    start: () => import("./capture/start.js"),
    form: () => import("./capture/form.js"),
    encounter: () => import("./capture/encounter.js"),
    tasks: () => import("./capture/tasks.js"),
    meeting: () => import("./meeting/page.js"),
    door: () => import("./shell/door.js"),
    passphrase: () => import("./shell/passphrase.js"),
    "own-store": () => import("./shell/own_store.js"),
    switch: () => import("./shell/switch.js"),
    notices: () => import("./shell/notices.js"),
    amend: () => import("./shell/amend.js"),
    offered: () => import("./shell/offered.js"),
    storage: () => unhurried().then(() => import("./shell/storage.js")),
    "device-page": () => import("./shell/device_page.js"),
    "rescue-page": () => import("./shell/rescue_page.js"),
};

/** The screen stands first. */
const unhurried = () => new Promise((resolve) => setTimeout(resolve, 1500));
