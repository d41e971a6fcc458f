import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import type { LockedPackage, LockSection } from "./lock.ts";
import { lockRequestOf } from "./lock-request.ts";

export function treefileOf(changes: Partial<ResolvedTreefile> = {}): ResolvedTreefile {
  return {
    name: "minimal",
    ref: "debian/trixie/amd64/minimal",
    suite: "trixie",
    architecture: "amd64",
    components: ["main"],
    sources: [],
    packages: ["bash"],
    excludePackages: [],
    nameOrigins: { packages: {}, excludePackages: {} },
    localPackages: [],
    sourcePackages: [],
    pins: [],
    recommends: false,
    documentation: true,
    debconf: [],
    users: [],
    sshKeys: [],
    units: [],
    addFiles: [],
    removeFiles: [],
    removeFromPackages: [],
    varPolicy: [],
    postprocess: [],
    kernelArguments: [],
    initramfsArgs: [],
    bootLocation: "modules",
    optUsrlocal: "var",
    machineIdCompat: true,
    commitMetadata: {},
    container: { labels: {}, cmd: ["/sbin/init"], compression: "zstd", maxLayers: 96 },
    ...changes,
  };
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
