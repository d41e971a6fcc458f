import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import { unknownNames } from "@debootc/core/lock/explain-unknown";
import { checkClosure } from "@debootc/core/lock/closure/check-closure";
import { stanzasOfLocked } from "@debootc/core/lock/closure/stanzas-of-locked";
import { explainUnmet } from "@debootc/core/lock/explain-unmet";
import { isOwnSource } from "@debootc/core/debian/own-source";
import { type LocalPackage } from "@debootc/core/lock/local-package";
import type { LockSection } from "@debootc/core/lock/lock";
import { lockBootLoader } from "@debootc/core/lock/lock-boot-loader";
import { lockRequestOf } from "@debootc/core/lock/lock-request";
import { type PackageUniverse, packageUniverse } from "@debootc/core/lock/package-universe";
import type { Pin } from "@debootc/core/debian/pin";
import type { AskedPackages } from "@debootc/core/lock/asked-packages";
import { type Selection, solve } from "@debootc/tools/apt/apt";
import type { AptRoot } from "@debootc/tools/apt/apt-root";
import type { OperationContext } from "../worker/operation-context.ts";
import type { ArchiveSource } from "./archive-sources.ts";
import { lockSelection, unusableIn } from "./lock-selection.ts";
import { findInOtherComponents } from "./other-components.ts";
import type { IndexRequest } from "./index-memory.ts";
import { readIndexes } from "./read-indexes.ts";
import {
  refuseExcludedEssential,
  refuseUnknown,
  reportUnknownExclusions,
  unmetDiagnostic,
} from "./refuse-wish.ts";
import { uselessPins } from "./useless-pins.ts";
import { type Wish, wishOf } from "./wish.ts";

export interface LockResolution extends Omit<IndexRequest, "architecture" | "recommends"> {
  readonly treefile: AskedPackages;
  /** The treefile's .deb files, offered by one of the sources. */
  readonly local: readonly LocalPackage[];
  /** Packages built from the treefile's source packages, offered by a source that comes before all others. */
  readonly built?: readonly LocalPackage[];
  /** The .debs that were given besides the treefile, offered by one of the sources. */
  readonly extra?: readonly LocalPackage[];
}

/**
 * Lets apt choose the packages of a treefile, including the essential set, and returns exactly what it chose. Throws
 * `dependency-unmet` with the chains that led there, `index-invalid`, and what `readIndexes` throws.
 */
export async function resolveLock(
  resolution: LockResolution,
  context: OperationContext,
): Promise<LockSection> {
  const { treefile, sources, local, built = [], extra = [] } = resolution;
  const { architecture, recommends } = treefile;
  const request = lockRequestOf(treefile, local, extra);
  refuseTwins(extra, { "local-packages": local, "source-packages": built });
  for (const source of sources) reportLooseTrust(source, context.report);

  context.report({ type: "progress", step: `reading the package indexes of ${treefile.suite}` });
  const indexRequest = { ...resolution, architecture, recommends };
  const { root, suites } = await readIndexes(indexRequest, context);
  const universe = packageUniverse(suites.flatMap(({ parts }) => parts));
  const wish = wishOf(request, universe, treefile);
  await refuseUnknown(wish, universe, () =>
    findInOtherComponents(unknownNames(wish.wanted, universe), suites, indexRequest, context),
  );
  refuseExcludedEssential(wish);
  reportUnknownExclusions(wish, universe, context.report);
  const bootLoader = lockBootLoader(treefile, universe);
  for (const diagnostic of uselessPins(treefile.pins, universe, suites))
    context.report({ type: "diagnostic", diagnostic });

  context.report({ type: "progress", step: "choosing packages" });
  const pins = [...local, ...built, ...extra].map(pinOf).concat(treefile.pins);
  const selected = await choose({ ...wish, pins }, universe, root, context);
  refuseOtherBytes(selected, local, "local-packages");
  const isSelected = ({ name }: LocalPackage) => selected.some((one) => one.name === name);
  refuseOtherBytes(selected, built.filter(isSelected), "source-packages");
  refuseOtherBytes(selected, extra.filter(isSelected), "--extra-package");
  const packages = lockSelection(selected, universe, sources);
  checkClosure(
    stanzasOfLocked(packages, universe),
    { mode: treefile.closureCheck ?? "off", recommends, excluded: wish.excluded },
    context.report,
  );
  return {
    request,
    indexes: suites.map(({ index }) => index),
    packages,
    ...(bootLoader.length === 0 ? {} : { bootLoader }),
  };
}

/** Refuses a package that comes from two places, each of which wins over all others. */
function refuseTwins(
  extra: readonly LocalPackage[],
  others: Readonly<Record<string, readonly LocalPackage[]>>,
): void {
  for (const [key, packages] of Object.entries(others)) {
    const twin = extra.find(({ name }) => packages.some((one) => one.name === name));
    if (twin === undefined) continue;
    throw new DebootcError("usage", `--extra-package gives ${twin.name}, which the treefile has by ${key}`, {
      hint: "Leave out one of the two.",
    });
  }
}

/** Warns of a source whose packages are accepted on weaker grounds than others. */
export function reportLooseTrust({ id, trusted, checkValidUntil }: ArchiveSource, report: Reporter): void {
  // The files of such a source are the user's own.
  if (isOwnSource(id)) return;
  const loose = [
    ...(trusted ? ["without any signature (`trusted: true`)"] : []),
    ...(checkValidUntil ? [] : ["however old its index is (`check-valid-until: false`)"]),
  ];
  if (loose.length === 0) return;
  const message = `source ${id} is accepted ${loose.join(" and ")}`;
  report({ type: "diagnostic", diagnostic: { severity: "warning", code: "source-trust-loose", message } });
}

/** Returns a pin of a version above 1000, so that apt takes it even if others are newer (apt_preferences(5)). */
export function pinOf({ name, version }: Pick<LocalPackage, "name" | "version">): Pin {
  return { package: name, pin: `version ${version}`, priority: 1001 };
}

/** Refuses a choice from an archive that has a local package's version with other bytes: apt cannot tell them apart. */
function refuseOtherBytes(selected: readonly Selection[], local: readonly LocalPackage[], key: string): void {
  for (const { name, version, sha256 } of local) {
    if (selected.some((one) => one.name === name && `sha256:${one.sha256}` === sha256)) continue;
    throw new DebootcError(
      "dependency-unmet",
      `apt did not choose ${name} ${version} of ${key}: an archive has this version with different bytes`,
      { hint: "Build the package with its own version, such as one that ends in +local1." },
    );
  }
}

async function choose(
  wish: Wish & { readonly pins: readonly Pin[] },
  universe: PackageUniverse,
  root: AptRoot,
  { signal, log }: OperationContext,
): Promise<readonly Selection[]> {
  const packages = wish.wanted.map(({ name }) => name);
  if (packages.length === 0)
    throw new DebootcError("dependency-unmet", `no package of ${wish.place} is asked for`);
  const solution = await solve(
    root,
    { packages, excluded: wish.excluded, pins: wish.pins },
    { signal, onLine: log },
  );
  if (solution.kind === "solved") return solution.selected;
  if (solution.kind === "unusable") throw unusableIn(universe, solution);
  // With pins, apt considers another version than the indexes alone would suggest.
  const chains = wish.pins.length > 0 ? [] : explainUnmet({ ...wish, universe });
  const reason = chains.length > 0 ? "" : `:\n  apt says: ${solution.said}`;
  throw new DebootcError(
    "dependency-unmet",
    `cannot install the packages together from ${wish.place}${reason}`,
    {
      diagnostics: chains.map(unmetDiagnostic),
      hint: "Change `packages` or `exclude-packages`, or add a source that has what is missing.",
    },
  );
}
