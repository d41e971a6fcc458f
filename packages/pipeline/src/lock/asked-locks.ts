import { chosenLegs } from "@debootc/core/compose-file/chosen-legs";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import { treefileToLock, variantToLock } from "@debootc/core/lock/lock-subject";
import type { LockCommandRequest } from "@debootc/core/request/lock-command-request";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { isComposeFileAt, readComposeFile } from "../compose-file/read-compose-file.ts";
import { readTreefile } from "../treefile/read-treefile.ts";

/** Is one lockfile to write. */
export interface AskedLock {
  /** Absent for a lone treefile. */
  readonly variant?: string;
  readonly path: string;
  /** The treefile on each architecture whose packages are to be chosen. */
  readonly treefiles: readonly ResolvedTreefile[];
}

export interface ArchitectureChoice {
  /** Whether a person chose the architectures of the request, rather than the door: then others are not locked. */
  readonly chosen: boolean;
}

type Asked = Pick<LockCommandRequest, "treefile" | "variant" | "arch" | "lock">;

/** Reads what is to be locked: a treefile, or variants of a compose file. Reports the warnings about it. */
export async function askedLocks(
  request: Asked,
  choice: ArchitectureChoice,
  report: Reporter,
): Promise<readonly AskedLock[]> {
  return isComposeFileAt(request.treefile)
    ? locksOfComposeFile(request, choice, report)
    : [await lockOfTreefile(request, report)];
}

async function lockOfTreefile(
  { treefile: file, variant, arch, lock }: Asked,
  report: Reporter,
): Promise<AskedLock> {
  if (variant !== undefined) {
    throw new DebootcError("usage", `${file} is a treefile, which has no variants to choose`, {
      hint: "Leave out --variant, or give a compose file.",
    });
  }
  const treefiles: ResolvedTreefile[] = [];
  for (const architecture of new Set(arch)) {
    const { treefile, warnings } = await readTreefile(file, architecture, { inspect: false });
    for (const diagnostic of warnings) report({ type: "diagnostic", diagnostic });
    treefiles.push(treefile);
  }
  return { path: lock ?? treefileToLock(file).path, treefiles };
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
  return byVariant.map(([variant, own]) => ({
    variant,
    path: lock ?? variantToLock(file, variant).path,
    treefiles: own.map(({ loaded }) => loaded.treefile),
  }));
}
