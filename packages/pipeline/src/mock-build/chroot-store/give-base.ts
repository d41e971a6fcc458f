import type { NamedChroot } from "@debootc/core/mock-build/records/named-chroot";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type Privilege, runPrivileged } from "../../worker/run-privileged.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import { cloneRootOperation } from "./clone-root-operation.ts";
import { quietContext } from "./quiet-context.ts";

/** Gives a chroot a base root of its own; answers with what its record says of it. */
export async function giveBase(
  directory: string,
  { key, path, section }: MockBuildRecords["base"],
  privilege: Privilege,
  signal: AbortSignal,
): Promise<Pick<NamedChroot, "base" | "baseDirectory" | "packages">> {
  const baseDirectory = `base-${randomUUID()}`;
  const clone = { source: path, target: join(directory, baseDirectory) };
  await runPrivileged(cloneRootOperation, clone, privilege, quietContext(signal));
  return { base: key, baseDirectory, packages: section.packages.length };
}
