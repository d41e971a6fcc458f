import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as z from "zod";
import { rootEntries } from "../tree/root-entries.ts";
import type { Operation } from "../worker/operation.ts";

const path = z.string().regex(/^\/.+/);
const requestSchema = z.strictObject({
  root: path,
  /** The file to make, with a line for each file of the root. */
  output: path,
});
const resultSchema = z.strictObject({ files: z.int().min(0) });

/** Describes a line of what `hash-files` makes. */
export const hashedFileSchema = z.strictObject({
  path: z.string().startsWith("/"),
  sha256: z.templateLiteral(["sha256:", z.string().regex(/^[0-9a-f]{64}$/)]),
  sha1: z.hash("sha1"),
});
type HashedFile = z.infer<typeof hashedFileSchema>;

/** Computes the digests of all files of a root, of which the user may not read every one. */
export const hashFilesOperation: Operation<z.infer<typeof requestSchema>, z.infer<typeof resultSchema>> = {
  name: "hash-files",
  request: requestSchema,
  result: resultSchema,
  run: async ({ root, output }, { signal }) => {
    const lines = linesOf(root, signal);
    let files = 0;
    const counted = async function* () {
      for await (const line of lines) {
        files += 1;
        yield line;
      }
    };
    await pipeline(Readable.from(counted()), createWriteStream(output));
    return { files };
  },
  results: ({ output }) => [output],
};

async function* linesOf(root: string, signal: AbortSignal): AsyncGenerator<string> {
  const known = new Map<string, Omit<HashedFile, "path">>();
  for await (const { entry, body } of rootEntries(root, { timestamp: 0, signal })) {
    // Of a file with several names, the first one has the content.
    const linked = entry.type === "hardlink" ? known.get(entry.linkPath ?? "") : undefined;
    if (entry.type !== "file" && linked === undefined) continue;
    const sums = linked ?? (await sumsOf(body));
    known.set(entry.path, sums);
    yield `${JSON.stringify({ path: `/${entry.path}`, ...sums } satisfies HashedFile)}\n`;
  }
}

async function sumsOf(body: AsyncIterable<Uint8Array>): Promise<Omit<HashedFile, "path">> {
  const sha256 = createHash("sha256");
  const sha1 = createHash("sha1");
  for await (const chunk of body) {
    sha256.update(chunk);
    sha1.update(chunk);
  }
  return { sha256: `sha256:${sha256.digest("hex")}`, sha1: sha1.digest("hex") };
}
