/** Runs both evaluators over a file of vectors: [[definition, answers, known], …] -> [[assessment, open], …]. */
import { readFile } from "node:fs/promises";
import { opened } from "../../static/app/capture/conditions.js";
import { evaluate, unfinished } from "../../static/app/capture/risk.js";

const { definitions, cases } = JSON.parse(await readFile(String(process.argv[2]), "utf8"));
const results = cases.map((/** @type {any} */ { form, answers, known }) => {
    const definition = definitions[form];
    const open = opened(definition, answers, known);
    return {
        assessment: evaluate(definition, answers, known),
        sections: [...open.sections].sort(),
        questions: [...open.questions].sort(),
        unfinished: unfinished(definition, answers, open).map((question) => question.id),
    };
});
process.stdout.write(JSON.stringify(results));
