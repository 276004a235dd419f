/** Argon2id off the main thread. The one script whose response allows WebAssembly; workers import by path. */
import { argon2id } from "../../vendor/argon2.js";

self.addEventListener("message", async (/** @type {MessageEvent} */ { data: { secret, salt, cost } }) => {
    try {
        const hash = await argon2id({
            password: secret,
            salt,
            memorySize: cost.memory,
            iterations: cost.passes,
            parallelism: cost.lanes,
            hashLength: 32,
            outputType: "binary",
        });
        self.postMessage({ hash });
    } catch (error) {
        self.postMessage({ error: String(error) });
    }
});
