import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockedPackage, LockSection } from "@debootc/core/lock/lock";
import { lockRequestOf } from "@debootc/core/lock/lock-request";
import { type PackageUniverse, packageUniverse } from "@debootc/core/lock/package-universe";
import { checkClosure } from "@debootc/core/lock/closure/check-closure";
import { stanzasOfLocked } from "@debootc/core/lock/closure/stanzas-of-locked";
import { blockersOf } from "@debootc/core/lock/security/blockers-of";
import {
  isSecuritySuite,
  type SecurityChoice,
  securityChoices,
} from "@debootc/core/lock/security/security-choice";
import { solve } from "@debootc/tools/apt/apt";
import { unusableIn } from "../../gather/lock-selection.ts";
import { readIndexes } from "../../gather/read-indexes.ts";
import { type LockResolution, pinOf, reportLooseTrust } from "../../gather/resolve-lock.ts";
import { wishOf } from "../../gather/wish.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import { securitySection } from "./security-section.ts";
import { sourceOfVanished, vanishedPackages, vanishedSourceId } from "./vanished-packages.ts";

interface SecurityUpdate {
  /** The lock to update, which was made for the same wish. */
  readonly before: LockSection;
  /** The store of .debs. */
  readonly debsDirectory: string;
  /** Says what makes a whole new choice: `debootc lock minimal.yaml --update`. */
  readonly updateCommand: string;
}

/**
 * Lets apt choose again with every package at its locked version, unless a security suite has a newer one. What an update
 * newly needs is added, and locked packages that stand in its way are taken as apt prefers them. Throws `usage` without a
 * security suite, `dependency-unmet`, and what `readIndexes` throws.
 */
export async function resolveSecurity(
  resolution: LockResolution,
  update: SecurityUpdate,
  context: OperationContext,
): Promise<LockSection> {
  const { before } = update;
  const { suites, universe, root } = await readOffers(resolution, update, context);
  const { treefile, local, built = [], extra = [] } = resolution;
  const request = lockRequestOf(treefile, local, extra);
  const wish = wishOf(request, universe, treefile);
  const own = [...local, ...built, ...extra];
  const archived = before.packages.filter(({ name }) => !own.some((one) => one.name === name));
  const choices = securityChoices(archived, universe);
  const locked = before.packages
    .map(({ name }) => name)
    .filter((name) => universe.versionsOf(name).length > 0);

  context.report({ type: "progress", step: "choosing security updates" });
  const released = new Set<string>();
  for (;;) {
    const pins = [
      ...own.map(pinOf),
      ...choices.flatMap((choice) => pinsOf(choice, released)),
      ...treefile.pins,
    ];
    // What was let go may have been replaced, so it only stays if something needs it.
    const kept = locked.filter((name) => !released.has(name));
    const packages = [...new Set([...wish.wanted.map(({ name }) => name), ...kept])];
    const options = { signal: context.signal, onLine: context.log };
    const solution = await solve(root, { packages, excluded: wish.excluded, pins }, options);
    if (solution.kind === "unusable") throw unusableIn(universe, solution);
    if (solution.kind === "solved") {
      reportReleased(choices, released, context);
      const offers = { suites, universe, sources: resolution.sources };
      const section = securitySection(before, solution.selected, offers);
      checkClosure(
        stanzasOfLocked(section.packages, universe),
        {
          mode: treefile.closureCheck ?? "off",
          recommends: treefile.recommends,
          excluded: wish.excluded,
        },
        context.report,
      );
      return section;
    }
    const blockers = blockersOf(choices, released, universe);
    if (blockers.length === 0) throw unsolvable(solution.said, update);
    for (const name of blockers) released.add(name);
  }
}

/** Reads all indexes, and adds an own one of the locked packages that they do not have any more. */
async function readOffers(resolution: LockResolution, update: SecurityUpdate, context: OperationContext) {
  const { treefile, sources, workDirectory } = resolution;
  const { architecture, recommends, suite } = treefile;
  const request = { ...resolution, architecture, recommends };
  for (const source of sources) reportLooseTrust(source, context.report);
  context.report({ type: "progress", step: `reading the package indexes of ${suite}` });
  const read = await readIndexes(request, context);
  if (!read.suites.some(({ index }) => isSecuritySuite(index.suite))) {
    const names = read.suites.map(({ index }) => index.suite).join(", ");
    throw new DebootcError(
      "usage",
      `--security-only: no source of ${treefile.suite} for ${architecture} has a security suite; they have ${names}`,
      {
        hint: "A security suite is one whose name ends in -security. Add its archive to `sources`, or leave out --security-only.",
      },
    );
  }
  const universe = packageUniverse(read.suites.flatMap(({ parts }) => parts));
  const source = await sourceOfVanished(
    vanishedPackages(keptOf(update.before, universe), universe),
    { ...update, sources, proxy: resolution.proxy, directory: join(workDirectory, vanishedSourceId) },
    context,
  );
  if (source === undefined) return { ...read, universe };
  // Of equal versions apt takes the first.
  const again = await readIndexes({ ...request, sources: [source, ...sources] }, context);
  return { ...again, universe: packageUniverse(again.suites.flatMap(({ parts }) => parts)) };
}

/** What has an update is not needed any more, wherever its locked file is. */
function keptOf({ packages, bootLoader = [] }: LockSection, universe: PackageUniverse): LockedPackage[] {
  return securityChoices([...packages, ...bootLoader], universe)
    .filter(({ isUpdate }) => !isUpdate)
    .map(({ locked }) => locked);
}

/** Pins to one version, above all that a treefile may want (apt_preferences(5) allows 32767 at most). */
function pinsOf({ locked: { name }, version }: SecurityChoice, released: ReadonlySet<string>) {
  return released.has(name) ? [] : [{ ...pinOf({ name, version }), priority: 32767 }];
}

function reportReleased(
  choices: readonly SecurityChoice[],
  released: ReadonlySet<string>,
  { report }: OperationContext,
): void {
  if (released.size === 0) return;
  const names = choices.flatMap(({ locked: { name, version } }) =>
    released.has(name) ? [`${name} ${version}`] : [],
  );
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "security-needs-more",
      message: `security updates do not go with locked versions, which were therefore not kept: ${names.join(", ")}`,
    },
  });
}

function unsolvable(said: string, { updateCommand }: SecurityUpdate): DebootcError {
  return new DebootcError(
    "dependency-unmet",
    `cannot take the security updates and keep the other packages as they are locked:\n  apt says: ${said}`,
    { hint: `Let apt choose all packages anew: ${updateCommand}` },
  );
}
