/** What goes in one request: at most 50 and 4 MiB, fewer where the server asked for less, and each author in turn. Pure. */

export const LIMITS = { count: 50, bytes: 4 * 1024 * 1024 };

/** Room for the JSON around the envelopes. */
const FRAME = 1024;

/**
 * What must be chased first; then one of each vault, so that nobody waits behind all of another's.
 * @template {{ vault: string, chase: boolean }} Item
 * @param {Item[]} items the oldest first @param {Item[]} [sent] in this round already @returns {Item[]}
 */
export function inTurns(items, sent = []) {
    /** @type {Map<string, number>} */
    const turns = new Map();
    const turnOf = (/** @type {Item} */ { vault, chase }) => {
        const turn = turns.get(`${vault} ${chase}`) ?? 0;
        turns.set(`${vault} ${chase}`, turn + 1);
        return turn;
    };
    sent.forEach(turnOf);
    const placed = items.map((item) => ({ item, turn: turnOf(item) }));
    placed.sort((a, b) => Number(b.item.chase) - Number(a.item.chase) || a.turn - b.turn);
    return placed.map(({ item }) => item);
}

/**
 * @template {{ id: string, size: number }} Item
 * @param {Item[]} waiting in the order of sending, not empty @param {{ count: number, bytes: number }} limits @param {Set<string>} alone
 */
export function nextBatch(waiting, limits, alone) {
    const [first, ...rest] = /** @type {[Item, ...Item[]]} */ (waiting);
    const batch = [first];
    if (alone.has(first.id)) return batch;
    let bytes = FRAME + first.size;
    for (const item of rest) {
        bytes += item.size + 3;
        if (batch.length >= limits.count || bytes > limits.bytes) break;
        if (!alone.has(item.id)) batch.push(item);
    }
    return batch;
}
