import type { Digest } from "@debootc/core/record/digest";
import { readRootAsTar } from "@debootc/tools/files/tar";
import { createHash } from "node:crypto";

/**
 * Returns a digest of all that a system tree is: paths, types, modes, owners, times, links, extended attributes and
 * content, nothing more and nothing less. Sockets count by their path. Throws `tool-failed` where tar cannot read it.
 */
export async function sealTree(directory: string, signal?: AbortSignal): Promise<Digest> {
  const hash = createHash("sha256");
  const omitted: string[] = [];
  const tar = readRootAsTar(directory, {
    onOmitted: ({ path, reason }) => omitted.push(`${reason} ${path.toString("hex")}\n`),
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const chunk of tar) hash.update(chunk);
  for (const line of omitted.sort()) hash.update(line);
  return `sha256:${hash.digest("hex")}`;
}
