/** A child's sound at the desk: fetched for each playing, which is written down first, and kept in memory alone. */
import { problem, codeOf } from "./problem.js";
import { mountPlayer } from "./player.js";
import { all, one } from "./shell/words.js";

const sound = one(document, "[data-sound]");
const stop = mountPlayer(one(sound, "[data-player]"), load, (refusal) => tell(codeOf(refusal) ?? "not-played"));
addEventListener("pagehide", stop);

async function load() {
    tell("");
    const answer = await fetch(sound.dataset.sound ?? "", { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) throw problem(answer?.status === 404 ? "shut" : "failed");
    return await answer.arrayBuffer();
}

/** @param {string} code */
function tell(code) {
    for (const said of all(sound, "[data-problem]")) said.hidden = said.dataset.problem !== code;
}
