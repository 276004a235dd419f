import assert from "node:assert/strict";
import { test } from "node:test";
import { entryOf } from "../../../static/app/capture/answers.js";
import { pick } from "../../../static/app/capture/read_aloud.js";

test("an answer keeps who said it before", () => {
    assert.deepEqual(entryOf("no", { value: "yes", source: "records" }, "victim"), { value: "no", source: "records" });
});

test("a first answer is taken to be from whom one would expect", () => {
    assert.deepEqual(entryOf("yes", undefined, "victim"), { value: "yes", source: "victim" });
});

test("a note outlives its answer", () => {
    const kept = entryOf(undefined, { value: "yes", source: "child", note: "whispered" }, "victim");
    assert.deepEqual(kept, { value: null, source: "child", note: "whispered" });
});

test("nothing said and nothing noted leaves no entry", () => {
    assert.equal(entryOf(undefined, { value: "yes", source: "child" }, "victim"), undefined);
});

test("only a voice of this phone reads aloud", () => {
    const far = { lang: "pl-PL", localService: false };
    const near = { lang: "pl_PL", localService: true };
    assert.equal(pick([far], "pl"), null);
    assert.equal(pick([far, near], "pl"), near);
    assert.equal(pick([near], "lt"), null);
});
