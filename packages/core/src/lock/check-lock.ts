import { DebootcError } from "../error/debootc-error.ts";
import { canonicalJson } from "../record/canonical-json.ts";
import type { Pin } from "../debian/pin.ts";
import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import { type LockSubject, treefileToLock } from "./lock-subject.ts";
import type { Lock, LockRequest, LockSection } from "./lock.ts";
import type { LocalPackage } from "./local-package.ts";
import { lockRequestOf } from "./lock-request.ts";

/**
 * Returns the section of a lock from which a treefile must be built. Throws `lock-stale`, with what changed, if the
 * lock was made for another request. `local` are the treefile's .deb files, `extra` those that were given besides it;
 * `subject` is what messages name.
 */
export function checkLock(
  lock: Lock,
  treefile: ResolvedTreefile,
  local: readonly LocalPackage[],
  subject: LockSubject = treefileToLock(`${treefile.name}.yaml`),
  extra: readonly LocalPackage[] = [],
): LockSection {
  const section = lock.architectures[treefile.architecture];
  const hint = `Run: debootc lock ${subject.words}`;
  if (section === undefined) {
    const present = Object.keys(lock.architectures).sort().join(", ") || "none";
    throw new DebootcError(
      "lock-stale",
      `the lock of ${subject.title} has no section for ${treefile.architecture}; it has: ${present}`,
      { hint: `${hint} --arch ${treefile.architecture}` },
    );
  }
  const changes = changesOf(section.request, lockRequestOf(treefile, local, extra));
  if (changes.length > 0) {
    throw new DebootcError(
      "lock-stale",
      `the lock no longer matches ${subject.title} (${treefile.architecture}):\n${changes.map((change) => `  ${change}`).join("\n")}`,
      { hint },
    );
  }
  return section;
}

function changesOf(locked: LockRequest, wanted: LockRequest): string[] {
  return [
    ...changedWord("suite", locked.suite, wanted.suite),
    ...changedWord("snapshot", locked.snapshot ?? "none", wanted.snapshot ?? "none"),
    ...changedSet("components", locked.components, wanted.components),
    ...changedSources(locked.sources, wanted.sources),
    ...changedSet("packages", locked.packages, wanted.packages),
    ...changedLocal("local-packages", locked.localPackages ?? [], wanted.localPackages ?? []),
    ...changedLocal("extra-packages", locked.extraPackages ?? [], wanted.extraPackages ?? []),
    ...changedSet("source-packages", locked.sourcePackages ?? [], wanted.sourcePackages ?? []),
    ...changedSet("exclude-packages", locked.excludePackages, wanted.excludePackages),
    ...changedPins(locked.pins ?? [], wanted.pins ?? []),
    ...changedWord("recommends", String(locked.recommends), String(wanted.recommends)),
    ...changedWord("disk: boot-loader", locked.bootLoader ?? "none", wanted.bootLoader ?? "none"),
  ];
}

function changedWord(key: string, locked: string, wanted: string): string[] {
  return locked === wanted ? [] : [`${key}: ${locked} in the lock, ${wanted} in the treefile`];
}

function changedSet(key: string, locked: readonly string[], wanted: readonly string[]): string[] {
  const added = wanted.filter((word) => !locked.includes(word));
  const removed = locked.filter((word) => !wanted.includes(word));
  return [
    ...(added.length > 0 ? [`${key} added: ${added.join(", ")}`] : []),
    ...(removed.length > 0 ? [`${key} removed: ${removed.join(", ")}`] : []),
  ];
}

type LockedLocal = NonNullable<LockRequest["localPackages"]>;

function changedLocal(key: string, locked: LockedLocal, wanted: LockedLocal): string[] {
  const names = (packages: LockedLocal) => packages.map(({ name }) => name);
  const rebuilt = wanted.filter(({ name, sha256 }) =>
    locked.some((before) => before.name === name && before.sha256 !== sha256),
  );
  return [
    ...changedSet(key, names(locked), names(wanted)),
    ...rebuilt.map(({ name }) => `${key}: the file of ${name} differs from the one in the lock`),
  ];
}

function changedPins(locked: readonly Pin[], wanted: readonly Pin[]): string[] {
  const text = (pins: readonly Pin[]) => pins.map((pin) => `${pin.package} (${pin.pin}: ${pin.priority})`);
  const changes = changedSet("pins", text(locked), text(wanted));
  // The first pin that matches a version counts.
  return changes.length === 0 && canonicalJson(locked) !== canonicalJson(wanted)
    ? ["pins: in another order in the treefile than in the lock"]
    : changes;
}

type LockedSource = LockRequest["sources"][number];

function changedSources(locked: readonly LockedSource[], wanted: readonly LockedSource[]): string[] {
  const ids = (sources: readonly LockedSource[]) => sources.map(({ id }) => id);
  const both = wanted.flatMap((source) => {
    const before = locked.find(({ id }) => id === source.id);
    return before ? [{ before, source }] : [];
  });
  const changes = [
    ...changedSet("sources", ids(locked), ids(wanted)),
    ...both.flatMap(({ before, source }) => changedSource(before, source)),
  ];
  // Same sources in another order: apt prefers the first of two equal versions.
  return changes.length === 0 && canonicalJson(locked) !== canonicalJson(wanted)
    ? [
        `sources: in the order ${ids(locked).join(", ")} in the lock, ${ids(wanted).join(", ")} in the treefile`,
      ]
    : changes;
}

function changedSource(before: LockedSource, source: LockedSource): string[] {
  const key = (name: string) => `source ${source.id}: ${name}`;
  return [
    ...changedWord(key("suites"), before.suites.join(" "), source.suites.join(" ")),
    ...changedWord(key("components"), before.components.join(" "), source.components.join(" ")),
    ...changedWord(key("trusted"), String(before.trusted), String(source.trusted)),
    ...changedWord(key("check-valid-until"), String(before.checkValidUntil), String(source.checkValidUntil)),
  ];
}
