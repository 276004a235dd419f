/**
 * One file by tus-js-client, on a bad line: argv holds JSON {endpoint, headers, path, metadata, chunkSize, uploadUrl,
 * terminateAt}. Says {url, offsets, terminated} on stdout; `offsets` are all that the service ever answered, in order.
 */
import { readFile } from "node:fs/promises";
import { argv, exit, stdout } from "node:process";
import { Upload } from "tus-js-client";

const { path, terminateAt, uploadUrl, ...options } = JSON.parse(argv[2]);
const offsets = [];

function end(said, code = 0) {
  stdout.write(JSON.stringify({ url: upload.url, offsets, ...said }), () => exit(code));
}

const upload = new Upload(await readFile(path), {
  ...options,
  ...(uploadUrl ? { uploadUrl } : {}),
  retryDelays: Array(500).fill(20),
  onAfterResponse: (_, response) => {
    const offset = response.getHeader("Upload-Offset");
    if (offset !== undefined && offset !== null) offsets.push(Number(offset));
  },
  onChunkComplete: (_, accepted) => {
    if (terminateAt !== undefined && accepted >= terminateAt) void upload.abort(true).then(() => end({ terminated: true }));
  },
  onError: (error) => end({ error: String(error) }, 1),
  onSuccess: () => end({}),
});
upload.start();
