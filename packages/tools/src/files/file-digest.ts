import type { Digest } from "@debootc/core/record/digest";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** SHA-256 and length of a file, read once as a stream. */
export async function fileDigest(path: string): Promise<{ readonly digest: Digest; readonly size: number }> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { digest: `sha256:${hash.digest("hex")}`, size };
}
