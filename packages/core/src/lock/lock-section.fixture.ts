import { loadFromMemory } from "../treefile/load-from-memory.fixture.ts";
import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import type { LockedPackage, LockSection } from "./lock.ts";
import { lockRequestOf } from "./lock-request.ts";

const text = "ref: debian/trixie/amd64/minimal\nsuite: trixie\npackages: [bash]\n";

/** A treefile with the package bash and every default, but for the given changes. */
export function treefileOf(changes: Partial<ResolvedTreefile> = {}): ResolvedTreefile {
  const nameOrigins = { packages: {}, excludePackages: {} };
  return { ...loadFromMemory(text).treefile, name: "minimal", nameOrigins, ...changes };
}

export function lockedOf(name: string, version: string, changes: Partial<LockedPackage> = {}): LockedPackage {
  return {
    name,
    version,
    architecture: "amd64",
    source: name,
    sourceVersion: version,
    sha256: `sha256:${"0".repeat(64)}`,
    size: 1,
    filename: `pool/${name}_${version}_amd64.deb`,
    sourceId: "debian",
    ...changes,
  };
}

export function sectionOf(treefile: ResolvedTreefile, changes: Partial<LockSection> = {}): LockSection {
  return {
    request: lockRequestOf(treefile, []),
    indexes: [
      {
        sourceId: "debian",
        suite: treefile.suite,
        digest: `sha256:${"1".repeat(64)}`,
        date: "2026-09-12T07:55:41Z",
        checkValidUntil: true,
        trusted: false,
      },
    ],
    packages: [lockedOf("bash", "5.2")],
    ...changes,
  };
}
