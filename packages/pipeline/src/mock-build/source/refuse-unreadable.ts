import type { SourceArgument } from "@debootc/core/debian/source-argument";
import { resolve } from "node:path";
import { readDsc } from "./read-dsc.ts";
import { readTree } from "./read-tree.ts";

/** Refuses a source package of this machine that cannot be read, before a chroot is made for it. Throws `source-invalid`. */
export async function refuseUnreadable(argument: SourceArgument, currentDirectory: string): Promise<void> {
  if (argument.kind === "dsc") await readDsc(resolve(currentDirectory, argument.path));
  if (argument.kind === "directory") await readTree(resolve(currentDirectory, argument.path));
}
