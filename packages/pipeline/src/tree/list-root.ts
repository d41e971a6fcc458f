import type { RootRecord } from "@debootc/core/compose/root-record";
import { formatTreeLine, treeListingHead } from "@debootc/core/tree/tree-listing";
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { rootEntries } from "./root-entries.ts";

/** Writes the listing of a finished root to a file: one reading, after which commit and image are known. */
export async function listRoot(
  root: string,
  file: string,
  timestamp: number,
  signal: AbortSignal,
): Promise<Pick<RootRecord, "digest" | "bytes" | "files">> {
  const hash = createHash("sha256");
  let bytes = 0;
  let files = 0;
  const lines = async function* () {
    yield treeListingHead;
    for await (const { entry, body } of rootEntries(root, { timestamp, signal })) {
      files += 1;
      bytes += entry.size;
      if (entry.type !== "file") {
        yield formatTreeLine(entry);
        continue;
      }
      const content = createHash("sha256");
      for await (const chunk of body) content.update(chunk);
      yield formatTreeLine({ ...entry, digest: `sha256:${content.digest("hex")}` });
    }
  };
  const hashed = async function* () {
    for await (const line of lines()) {
      hash.update(line);
      yield line;
    }
  };
  await pipeline(Readable.from(hashed()), createWriteStream(file));
  return { digest: `sha256:${hash.digest("hex")}`, bytes, files };
}
