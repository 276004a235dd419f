/** A tablet on which several are enrolled, one after the other. */
import { createPhone } from "./phone.mjs";

/** Two of them have the same initials. */
export const ADA = person(1, "Ada Invented", "a passphrase of Ada's own");
export const BEN = person(2, "Ben Example", "Ben's long passphrase");
export const AMY = person(3, "Amy Imagined", "and yet another one, Amy's");

/** @typedef {ReturnType<typeof person>} Person */
/** @typedef {Awaited<ReturnType<typeof createTablet>>} Tablet */

/** @param {number} number @param {string} name @param {string} passphrase */
function person(number, name, passphrase) {
    return { who: { id: `018f0000-0000-7000-8000-00000000000${number}`, name, role: "practitioner", agency: "Invented" }, passphrase };
}

/** With one tab, locked. @param {Person[]} people */
export async function createTablet(...people) {
    const phone = await createPhone();
    const tab = phone.tab();
    for (const someone of people) {
        await signIn(phone, tab, someone);
        await tab.session.enrol("tablet");
        await tab.vault.lock();
        phone.clock.now += 60_000;
    }
    await tab.session.signOut();
    return {
        ...phone,
        newTab: phone.tab,
        one: tab,
        /** @param {Person} someone @param {import("./phone.mjs").Tab} [at] */
        open: async (someone, at = tab) => await at.vault.unlock(someone.passphrase, { vault: await vaultOf(at, someone) }),
        /** @param {Person} someone @param {import("./phone.mjs").Tab} [at] */
        signIn: (someone, at = tab) => signIn(phone, at, someone),
        /** @param {Person} someone */
        vaultOf: (someone) => vaultOf(tab, someone),
        /** The database of somebody's store. @param {Person} someone */
        async storeOf(someone) {
            const record = await tab.registry.vault(await vaultOf(tab, someone));
            return tab.databases.of(String(record?.database));
        },
    };
}

/** @param {import("./phone.mjs").Phone} phone @param {import("./phone.mjs").Tab} tab @param {Person} someone */
async function signIn({ server }, tab, { who, passphrase }) {
    Object.assign(server.state, { who, passphrase });
    return await tab.session.signIn("somebody@example.test", passphrase);
}

/** @param {import("./phone.mjs").Tab} tab @param {Person} someone */
async function vaultOf(tab, { who }) {
    return String((await tab.vault.enrolled()).find(({ practitioner }) => practitioner.id === who.id)?.vault);
}
