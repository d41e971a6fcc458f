import type { RootRecord } from "@debootc/core/compose/root-record";
import { createHash } from "node:crypto";
import { rootEntries, type RootEntry } from "../image/root-entries.ts";
import { toTar } from "../image/to-tar.ts";

/** Digest and size of a finished root, by reading it once as the stream that commit and image are made of. */
export async function measureRoot(
  root: string,
  timestamp: number,
  signal: AbortSignal,
): Promise<Pick<RootRecord, "digest" | "bytes" | "files">> {
  const hash = createHash("sha256");
  let bytes = 0;
  let files = 0;
  const counted = async function* (entries: AsyncIterable<RootEntry>) {
    for await (const item of entries) {
      files += 1;
      bytes += item.entry.size;
      yield item;
    }
  };
  for await (const chunk of toTar(counted(rootEntries(root, { timestamp, signal })))) hash.update(chunk);
  return { digest: `sha256:${hash.digest("hex")}`, bytes, files };
}
