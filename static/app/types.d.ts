/**
 * What the parts of the field app promise one another.
 *
 * A mount is a module that exports `mount(element, app)`; `mounts.js` names it, and an element
 * asks for it with `data-mount="name"` (several names are split by spaces). It runs once for each
 * element, again for what a navigation brings, and may return a function that undoes it.
 *
 *     import type in JSDoc: @import { App, Mount } from "../types.d.ts"
 */

/** A UUIDv7, lower case. */
export type Id = string;
/** RFC 3339. */
export type Time = string;
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

export type Unmount = () => void;
export type Mount = (element: HTMLElement, app: App) => void | Unmount | Promise<void | Unmount>;
/** Stops what `subscribe` began. */
export type Stop = () => void;

export interface App {
    vault: Vault;
    drafts: Drafts;
    outbox: Outbox;
    session: Session;
    connection: Connection;
    device: Device;
    update: Update;
    /** What is being worked on; in memory only, never in a URL. Kept over a lock, lost with the tab. */
    current: Current;
    /** Go to a screen, e.g. "/tasks". The prefix of the interface language is added; no ids, no query. */
    navigate(path: string): Promise<void>;
    /** Say `text` (already worded by the server) to assistive technology, politely. */
    announce(text: string): void;
    /** The privacy screen, in one tap: nothing of what is on the screen stays in sight; nothing is locked by it. */
    hide(): void;
    /**
     * Ask for the passphrase over what is on the screen, which stays as it is. True once open; false
     * when it was put away. For "not saved yet" and for anything that needs the vault.
     */
    unlock(): Promise<boolean>;
}

export interface Current {
    encounter: Id | null;
    draft: Id | null;
    /** The meeting that one has asked to join; once let in, its encounter is in hand. */
    meeting: Id | null;
    /** The submission that is being looked at or amended. */
    submission: Id | null;
    /** The submission ids of the last `submit`, for the screen "Sent". */
    sent: Id[];
}

/** Every refusal of the core. `code` picks the sentence that the server rendered; see each method. */
export interface Problem extends Error {
    code: string;
    detail: Record<string, Json>;
}

// --- vault ---------------------------------------------------------------------------------------

/** `none`: nobody is enrolled on this device. */
export type VaultState = "none" | "locked" | "unlocked";
export type LockReason = "asked" | "idle" | "hidden" | "left" | "elsewhere" | "signed-out" | "revoked" | "switch" | "removed";

export interface Practitioner {
    id: Id;
    name: string;
    role: string;
    agency: string;
}

/** One practitioner's vault on this device. */
export interface Enrolled {
    vault: Id;
    practitioner: Practitioner;
    /** Initials, numbered where two have the same: all that the screen says of it while it is locked. */
    mark: string;
    device: Id;
    /** An earlier vault that was kept because it could not be opened. */
    kept: boolean;
    revoked: boolean;
}

export interface Vault {
    readonly state: VaultState;
    /** Whose vault is open; null while locked. */
    readonly owner: Enrolled | null;
    /** The last used first. */
    enrolled(): Promise<Enrolled[]>;
    /**
     * Opens with the passphrase, without a server: the chosen vault, else the one used last; with `anyone` whichever it
     * fits. Problems: `wrong-passphrase` {seconds: until the next try counts}, `pause` {seconds}, `not-enrolled`, `revoked`, `busy`.
     */
    unlock(passphrase: string, choice?: { vault?: Id; anyone?: boolean }): Promise<Enrolled>;
    /** Runs every `beforeLock` first, then forgets the key. Locks every tab. */
    lock(reason?: LockReason): Promise<void>;
    /** What of the open vault is still here: not received, and open drafts. */
    held(): Promise<{ unsent: number; drafts: number }>;
    /**
     * Takes the open vault off this device for good, once nothing of it is unsent and its open drafts, so many, are given up.
     * Problems: `locked`, `unsent`, `drafts`, `wrong-passphrase`, `pause` {seconds}.
     */
    remove(passphrase: string, how?: { givenUp?: number }): Promise<void>;
    /** Called before the key goes: save the answer in hand here. At most three seconds are waited for. */
    beforeLock(save: () => unknown): Stop;
    /** Called at each change of `state`. */
    subscribe(changed: (state: VaultState, reason: LockReason | null) => void): Stop;
}

// --- drafts --------------------------------------------------------------------------------------

export type DraftType = "encounter" | "form";
export type DraftState = "open" | "submitted" | "discarded";

/** What a draft is; encrypted like everything else. */
export interface DraftStart {
    type: DraftType;
    /** Only for an encounter that was sent from here and let go, and is amended. */
    id?: Id;
    /** The encounter that a form belongs to. */
    encounter?: Id;
    form?: string;
    version?: string;
    /** BCP 47 tag of the wording beside the English. */
    language?: string | null;
    /** The person that the form is about. */
    subject?: Id | null;
    /** The submission that this one corrects. */
    amends?: Id;
}

export interface DraftHead extends DraftStart {
    /** The encounter's id, or the id of the submission to be. */
    id: Id;
    state: DraftState;
    started_at: Time;
    changed_at: Time;
    /** Why it was discarded. */
    reason?: string;
    /** False until it is on the disk: "not saved yet". */
    saved: boolean;
}

export interface Draft extends DraftHead {
    /**
     * Encounter: kind, started_at, place, language, address_as, asking, worker_safety, meeting,
     * `person.<id>`; danger_now, meeting_ends_at, meeting_revealed and whatever else stays on the phone.
     * Form: `answer.<question id>` {value, source, note}, `route` {to, basis, reason},
     * `unfinished` {reason}, `knew` {at, from, people}; whatever else stays on the phone. `language` and `subject` as fields win over the head's.
     */
    fields: Record<string, any>;
    /** How many of its fields are spoilt and can't be read any more; the others are all there. */
    unreadable: number;
}

export interface Edit {
    /** False: another tab has it; show it read-only and offer to take it over. */
    readonly mine: boolean;
    /** The other tab saves what it holds and lets go. Resolves once this tab may write. */
    takeOver(): Promise<void>;
    /** Called when another tab took it over: save and stop editing. */
    onLost(lost: () => unknown): Stop;
    release(): void;
}

/** Where typing stands: `unsaved` changes are in memory only (locked, or being written). */
export interface Saving {
    unsaved: number;
    /** True while locked with something unsaved: ask for the passphrase. */
    needsUnlock: boolean;
    /** Code of the last failed write, `quota` or `storage`, until one succeeds. */
    problem: string | null;
}

export interface Drafts {
    /** While locked it begins in memory, and the unlock saves it. */
    create(start: DraftStart): Promise<Id>;
    /** All that is not swept: open, submitted and discarded ones, newest first. Locked: only what is in memory. */
    list(): Promise<DraftHead[]>;
    /** Also while locked: how many open drafts there are. */
    count(): Promise<number>;
    /** Problem: `no-such-draft`, `locked`. */
    load(id: Id): Promise<Draft>;
    /** How many fields of a draft did not open when it was loaded last. */
    spoilt(id: Id | null): number;
    /** Of the open vault: the numbers of the drafts that are spoilt and don't open. */
    shut(): Promise<string[]>;
    /**
     * Resolves once strictly durable; while locked that is after the unlock. `undefined` removes the field.
     * Puts to one field that wait together are written once, the last one.
     * Problems: `elsewhere` (another tab edits it), `submitted`, `quota`, `storage`, `no-such-draft`. After `quota`
     * and `storage` the value is still held, and is tried again by itself and with the next write.
     */
    put(id: Id, field: string, value: unknown): Promise<void>;
    /** Several fields in one transaction. */
    putAll(id: Id, fields: Record<string, unknown>): Promise<void>;
    /** An encounter takes its open forms with it. Undone by `restore` for 7 days, then swept. */
    discard(id: Id, reason: string): Promise<void>;
    restore(id: Id): Promise<void>;
    /** An encounter that was submitted can be put into again, as where another form of it is begun. */
    reopen(encounter: Id): Promise<void>;
    /** Puts take the lock by themselves; call this to know, to take over, and to be told of a loss. */
    edit(id: Id): Promise<Edit>;
    readonly saving: Saving;
    /** Called when something was saved, begun, discarded, or waits. */
    subscribe(changed: (saving: Saving) => void): Stop;
}

// --- outbox --------------------------------------------------------------------------------------

export interface Submit {
    /** Drafts of a high or not established level: told to phone when they stay unsent. */
    chase?: Id[];
}

export interface OutboxItem {
    id: Id;
    /** files: received, and files of it are still here. */
    state: "waiting" | "sending" | "attention" | "files" | "received";
    /** Whose it is. */
    vault: Id;
    /** These four are null once received, when id, reference and time are left, and where it is not mine. */
    encounter: Id | null;
    form: string | null;
    form_version: string | null;
    captured_at: Time | null;
    /** When it was submitted on this phone; once received, when that was. */
    queued_at: Time;
    chase: boolean;
    /** Must be chased, and unsent for longer than the setting: say to phone. */
    overdue: boolean;
    /** False for another practitioner's, and for everybody's while a device of several is locked; those are delivered too. */
    mine: boolean;
    /** Waiting for the author to unlock, to be sealed again under a new key. */
    reseal: boolean;
    /** A code of protocol.md, or `http-<status>`. */
    problem: string | null;
    /** Null where it has none, or all of them are received. */
    files: FilesSent | null;
    reference: string | null;
    received_at: Time | null;
}

/** How many of its files the service has, as it counted; why one was laid aside. */
export interface FilesSent {
    sent: number;
    total: number;
    problem: string | null;
}

export interface OutboxSummary {
    /** With those that were received and still wait for their files. */
    waiting: number;
    /** Sending `done + 1` of `total`, while a delivery runs. */
    sending: { done: number; total: number } | null;
    attention: number;
    /** When the oldest that is not received was submitted. */
    oldest: Time | null;
    /** Submissions to be chased and unsent for too long. */
    overdue: number;
    /** How much of each vault's is not received, where anything is; null: that vault's store does not answer. */
    whose: { vault: Id; unsent: number | null }[];
    /** The last receipt. */
    last: { id: Id; reference: string; received_at: Time } | null;
    /** Why nothing is being sent: the network or server (a new try at `next_try_at`), or a sign-in is needed. */
    hold: null | "trying-again" | "sign-in";
    next_try_at: Time | null;
}

/** What became of a submission, asked of the server. */
export interface SubmissionStatus {
    status: "received" | "processed" | "needs_attention";
    stage: null | "needs_grading" | "graded" | "decided" | "closed";
    reference: string;
    received_at: Time;
    attachments: { id: Id; sha256: string }[];
    decision?: Json;
}

export interface Outbox {
    /**
     * Seals forms of one encounter and stores them, with the drafts marked submitted, in one transaction; a
     * failure leaves every draft as it was. Answers the submission ids (equal to the draft ids) and starts a delivery.
     * Problems: `locked`, `too-large` {draft, size, limit}, `submitted`, `no-such-draft`, `no-encounter`,
     * `no-sealing-key`, `quota`, `storage`.
     */
    submit(drafts: Id[], options?: Submit): Promise<Id[]>;
    summary(): Promise<OutboxSummary>;
    /** Everything unsent, whoever wrote it, and one's own receipts of the last 30 days, newest first. */
    items(): Promise<OutboxItem[]>;
    /** The payload that was sealed, for its unlocked author; null once received. Problem: `locked`. */
    read(id: Id): Promise<Json | null>;
    /** Try at once whatever waits. */
    deliver(): Promise<void>;
    /** Send the files of what was received; it is done by itself after each delivery. */
    upload(): Promise<void>;
    /**
     * Tells the service what waits here, where that has changed or was said long ago; `anew` in any case, `once` also
     * where nobody is enrolled, since a browser that was cleared does not know that somebody was.
     */
    report(how?: { anew?: boolean; once?: boolean }): Promise<void>;
    /** What was here, is not any more and never arrived; null where nothing is missing. */
    missing(): Promise<{ submissions: number; drafts: number; since: Time } | null>;
    /** Everything that waits sealed here, as one text; damaged: how many could not be taken along. */
    rescue(): Promise<{ text: string; count: number; damaged: number }>;
    /**
     * Delivers what such a text holds. `refused` has the code of each that was not taken.
     * Problems: `no-rescue-file`, `sign-in`, `unavailable`; what had arrived by then stays arrived.
     */
    bringIn(text: string): Promise<{ received: number; known: number; refused: string[]; references: string[] }>;
    /** Put one that needs attention back in line. */
    retry(id: Id): Promise<void>;
    /** Online only. Problems: `offline`, `sign-in`, `not-found`. */
    status(id: Id): Promise<SubmissionStatus>;
    /** Called when anything of the summary may have changed, in any tab. */
    subscribe(changed: () => void): Stop;
}

// --- session, connection, device -----------------------------------------------------------------

/** Why the vault of a practitioner who just signed in needs help; see `signIn`. */
export type SignedIn =
    /** Role without a field app: go to the desk. */
    | { next: "desk" }
    /** The vault is open. */
    | { next: "field" }
    /** Nobody's vault is here yet: call `enrol`. */
    | { next: "enrol" }
    /** The vault does not open with this passphrase: ask for the last one used here or the recovery code, then `openOld`. */
    | { next: "old-passphrase"; drafts: number };

export interface Session {
    /** null: not known (offline) or signed out. */
    readonly who: Practitioner | null;
    /** Problems: `offline`, `wrong-credentials`, `slow-down` {seconds}, `wrong-code`, `pause` {seconds}, `unavailable`, or the server's own code. */
    signIn(email: string, password: string, code?: string): Promise<SignedIn>;
    /**
     * Makes the vault, the author key and the recovery code, and registers them. Steps are told in order:
     * "vault", "device", "recovery", "keys". May be called again after a failure. Problems: as signIn, `sign-in-again`.
     */
    enrol(deviceName: string, step?: (name: string) => void): Promise<void>;
    /** Opens the vault by the passphrase last used here or by the recovery code, and wraps it anew. Problem: `wrong-passphrase`, `pause`. */
    openOld(secret: string): Promise<void>;
    /** Both are gone: keeps that vault, starts a new one. Answers how many drafts can't be read. */
    startAnew(deviceName: string, step?: (name: string) => void): Promise<{ unreadable: number }>;
    /** Online only. Problems: `offline`, `wrong-passphrase`, `weak` {…of the server}, `sign-in`. */
    changePassphrase(current: string, next: string): Promise<void>;
    /** Asks who is signed in, and parts from whoever is not the owner of the open vault. */
    refresh(): Promise<void>;
    signOut(): Promise<void>;
    /** A JSON call with the session cookie and, where unsafe, the CSRF token. Problems: `offline`, `sign-in`, or the server's own code. */
    call(method: string, path: string, body?: Json): Promise<any>;
    subscribe(changed: (who: Practitioner | null) => void): Stop;
}

export interface Connection {
    /** What the browser believes; false is sure, true is not. */
    readonly online: boolean;
    subscribe(changed: (online: boolean) => void): Stop;
}

export interface Update {
    /** Another build is kept whole, and this page does not run it. */
    readonly offered: boolean;
    /** True once it is on its way, false while something is open, in this window or another. */
    accept(): Promise<boolean>;
    /** Called when `offered` may have changed. */
    subscribe(changed: () => void): Stop;
}

export interface Device {
    /** True where nothing can be kept here at all: a private window, storage blocked or broken. */
    refuses(): Promise<boolean>;
    /** Milliseconds by which this clock was ahead of the service's, as heard last; 0 within five minutes. */
    ahead(): Promise<number>;
    /** Whether the browser promised to keep what is stored; null where it can't say. */
    persisted(): Promise<boolean | null>;
    /** Asks for that promise. */
    persist(): Promise<boolean | null>;
    /** Bytes, where the browser tells. */
    estimate(): Promise<{ usage: number; quota: number } | null>;
    /** The gesture of whose vault is open, that leaves the privacy screen: a digest is kept, never the gesture. */
    setGesture(gesture: number[]): Promise<void>;
    /** Whether the end of these taps is that gesture: of the privacy screen, and of the show card. */
    isGesture(made: number[]): Promise<boolean>;
    /** Resolves once every screen and form is in the cache. */
    ready(): Promise<void>;
}
