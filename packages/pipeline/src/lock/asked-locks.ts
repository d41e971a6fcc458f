import { chosenLegs } from "@debootc/core/compose/chosen-legs";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import type { Lock } from "@debootc/core/lock/lock";
import { treefileToLock, variantToLock } from "@debootc/core/lock/lock-subject";
import type { LockCommandRequest } from "@debootc/core/request/lock-command-request";
import { shellWord } from "@debootc/core/text/shell-word";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { isComposeFileAt, readComposeFile } from "../compose-file/read-compose-file.ts";
import { readLock } from "../gather/read-lock.ts";
import { readTreefile } from "../treefile/read-treefile.ts";

/** Is one lockfile to write. */
export interface AskedLock {
  /** Absent for a lone treefile. */
  readonly variant?: string;
  readonly path: string;
  /** What the file has now. */
  readonly before: Lock | undefined;
  /** The treefile on each architecture whose packages are to be chosen. */
  readonly treefiles: readonly ResolvedTreefile[];
}

export interface ArchitectureChoice {
  /** Whether a person chose the architectures of the request, rather than the door: then others are not locked. */
  readonly chosen: boolean;
}

type Asked = Pick<LockCommandRequest, "treefile" | "variant" | "arch" | "lock" | "update">;

/**
 * Reads what is to be locked: a treefile, or variants of a compose file. Reports the warnings about it. Throws `usage` if
 * something is to be updated that is not locked yet.
 */
export async function askedLocks(
  request: Asked,
  choice: ArchitectureChoice,
  report: Reporter,
): Promise<readonly AskedLock[]> {
  const locks = isComposeFileAt(request.treefile)
    ? await locksOfComposeFile(request, choice, report)
    : [await lockOfTreefile(request, choice, report)];
  if (request.update) refuseUnlocked(locks, request);
  return locks;
}

async function lockOfTreefile(
  { treefile: file, variant, arch, lock, update }: Asked,
  { chosen }: ArchitectureChoice,
  report: Reporter,
): Promise<AskedLock> {
  if (variant !== undefined) {
    throw new DebootcError("usage", `${file} is a treefile, which has no variants to choose`, {
      hint: "Leave out --variant, or give a compose file.",
    });
  }
  const path = lock ?? treefileToLock(file).path;
  const before = await readLock(path);
  // Nobody wants a lock of which one architecture is of today, and the other of last month.
  const locked = update && !chosen ? Object.keys(before?.architectures ?? {}).sort() : [];
  const treefiles: ResolvedTreefile[] = [];
  for (const architecture of new Set(locked.length > 0 ? locked : arch)) {
    const { treefile, warnings } = await readTreefile(file, architecture, { inspect: false });
    for (const diagnostic of warnings) report({ type: "diagnostic", diagnostic });
    treefiles.push(treefile);
  }
  return { path, before, treefiles };
}

/** Any machine can choose the packages of any architecture, so all legs are locked unless some are chosen. */
async function locksOfComposeFile(
  { treefile: file, variant: variants, arch, lock }: Asked,
  { chosen }: ArchitectureChoice,
  report: Reporter,
): Promise<readonly AskedLock[]> {
  const { composeFile, warnings } = await readComposeFile(file, { inspect: false });
  for (const diagnostic of warnings) report({ type: "diagnostic", diagnostic });
  const all = composeFile.variants.flatMap(({ legs }) => legs);
  const legs = chosenLegs(all, { variants, arches: chosen ? arch : undefined });
  const byVariant = [...Map.groupBy(legs, ({ variant }) => variant)];
  if (lock !== undefined && byVariant.length > 1) {
    const names = byVariant.map(([variant]) => variant).join(", ");
    throw new DebootcError(
      "usage",
      `--lock names the lock of one variant, but there are ${byVariant.length}`,
      { hint: `Choose one of ${names} with --variant, or leave out --lock.` },
    );
  }
  const locks: AskedLock[] = [];
  for (const [variant, own] of byVariant) {
    const path = lock ?? variantToLock(file, variant).path;
    const treefiles = own.map(({ loaded }) => loaded.treefile);
    locks.push({ variant, path, before: await readLock(path), treefiles });
  }
  return locks;
}

function refuseUnlocked(locks: readonly AskedLock[], { treefile: file, lock }: Asked): void {
  const missing = locks.flatMap(({ variant, path, before, treefiles }) => {
    const chosen = lock === undefined ? "" : ` --lock ${shellWord(lock)}`;
    const words = `${shellWord(file)}${variant === undefined ? "" : ` --variant ${variant}`}${chosen}`;
    if (before === undefined) return [{ what: `there is no lock ${path}`, command: `debootc lock ${words}` }];
    return treefiles
      .map(({ architecture }) => architecture)
      .filter((architecture) => before.architectures[architecture] === undefined)
      .map((architecture) => ({
        what: `the lock ${path} has no section for ${architecture}`,
        command: `debootc lock ${words} --arch ${architecture}`,
      }));
  });
  if (missing.length === 0) return;
  const reasons = missing.map(({ what }) => what).join("; ");
  const commands = missing.map(({ command }) => command).join("; ");
  throw new DebootcError("usage", `cannot update what is not locked yet: ${reasons}`, {
    hint: `Lock it first: ${commands}`,
  });
}
