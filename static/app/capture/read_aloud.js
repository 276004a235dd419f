/** Reading aloud with a voice that is on this phone: nothing of a question goes to a server that speaks. */

const WAIT_MS = 1500;

/** @param {string} language BCP 47 @returns {Promise<SpeechSynthesisVoice | null>} */
export async function localVoice(language) {
    if (!("speechSynthesis" in globalThis)) return null;
    return pick(speechSynthesis.getVoices(), language) ?? pick(await laterVoices(), language);
}

/** @param {{lang: string, localService: boolean}[]} voices @param {string} language @returns {any} */
export function pick(voices, language) {
    const wanted = language.toLowerCase();
    const local = voices.filter((voice) => voice.localService);
    const tag = (/** @type {{lang: string}} */ voice) => voice.lang.toLowerCase().replaceAll("_", "-");
    return local.find((voice) => tag(voice) === wanted) ?? local.find((voice) => tag(voice).split("-")[0] === wanted.split("-")[0]) ?? null;
}

/** Some browsers load them after the page. @returns {Promise<SpeechSynthesisVoice[]>} */
function laterVoices() {
    return new Promise((resolve) => {
        const done = () => resolve(speechSynthesis.getVoices());
        speechSynthesis.addEventListener("voiceschanged", done, { once: true });
        setTimeout(done, WAIT_MS);
    });
}

/** @param {string[]} texts @param {SpeechSynthesisVoice} voice */
export function speak(texts, voice) {
    speechSynthesis.cancel();
    for (const text of texts) {
        const utterance = new SpeechSynthesisUtterance(text);
        utterance.voice = voice;
        utterance.lang = voice.lang;
        speechSynthesis.speak(utterance);
    }
}
