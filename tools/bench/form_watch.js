/**
 * Watches a form page from before its first byte: taps the first radio in the frame after it was painted, and notes
 * when the page knew. Milliseconds since the navigation.
 */
(() => {
    const watch = { kept: 0, mounted: 0, shift: 0, answers: [] };
    Object.assign(window, { watch });

    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) watch.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });

    // The first task behind the frame, ahead of whatever else waits.
    const painted = (then) => requestAnimationFrame(() => scheduler.postTask(() => then(performance.now()), { priority: "user-blocking" }));

    const look = () => {
        const radio = document.querySelector("input[type=radio]");
        if (!radio?.parentElement.offsetWidth) return requestAnimationFrame(look);
        painted(() => {
            if (!radio.closest("[data-mount]")) radio.addEventListener("change", () => (watch.kept = performance.now()));
            radio.click();
        });
    };
    requestAnimationFrame(look);

    const isMarked = () => [...document.querySelectorAll(".app-status__early, [data-saved]")].some((mark) => mark.textContent && mark.offsetWidth);
    const observer = new MutationObserver(() => {
        if (!watch.kept && document.querySelector("input:checked") && isMarked()) watch.kept = performance.now();
        if (!watch.mounted && document.querySelector("[data-mount=form][data-live]")) watch.mounted = performance.now();
        if (watch.kept && watch.mounted) observer.disconnect();
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["data-early", "data-live"] });

    // An answer of a form in hand: from the finger to the frame that shows it, and to the start of its encrypted save.
    let answer = { shown: 0, saved: 0 };
    let at = 0;
    addEventListener("pointerup", ({ timeStamp }) => {
        const mine = (answer = { shown: 0, saved: 0 });
        at = timeStamp;
        watch.answers.push(mine);
        painted((now) => (mine.shown = now - timeStamp));
    }, true);
    if (!isSecureContext) return;
    const { encrypt } = SubtleCrypto.prototype;
    SubtleCrypto.prototype.encrypt = function (...given) {
        answer.saved ||= performance.now() - at;
        return encrypt.apply(this, given);
    };
})();
