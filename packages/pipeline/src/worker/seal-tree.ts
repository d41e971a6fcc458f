import { type Digest, digestOf } from "@debootc/core/record/digest";
import { extendedAttributes } from "@debootc/tools/files/extended-attributes";
import { sealInThread } from "./seal-in-thread.ts";

/**
 * Returns a digest of all that a system tree is: paths, types, modes, owners, times, links, extended attributes and
 * content, nothing more and nothing less. Throws errors of the file system, and `tool-failed` of getfattr.
 */
export async function sealTree(directory: string, signal?: AbortSignal): Promise<Digest> {
  const [files, attributes] = await Promise.all([
    sealInThread({ directory, ofSystem: true }),
    extendedAttributes(directory, signal),
  ]);
  return digestOf({ files, attributes });
}
