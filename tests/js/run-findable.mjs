/** Whether the phone says that each of these people can be found: [person, …] -> [true, …]. */
import { readFile } from "node:fs/promises";
import { canBeFound } from "../../static/app/capture/findable.js";

const { people } = JSON.parse(await readFile(String(process.argv[2]), "utf8"));
process.stdout.write(JSON.stringify(people.map(canBeFound)));
