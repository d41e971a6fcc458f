import type { SourceArgument } from "@debootc/core/debian/source-argument";
import { readDsc } from "./read-dsc.ts";
import { readTree } from "./read-tree.ts";
import { directoryName } from "./tree-name.ts";

/** Refuses an unreadable source package on this machine before a chroot is made for it. Throws `source-invalid`. */
export async function refuseUnreadable(source: SourceArgument): Promise<void> {
  if (source.kind === "dsc") await readDsc(source.path);
  if (source.kind === "directory") await readTree(source.path, directoryName(source.path, source.given));
}
