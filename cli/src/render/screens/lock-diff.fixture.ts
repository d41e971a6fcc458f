import type { LockDiff, SectionDiff } from "@debootc/core/lock/lock-diff";

const side = (version: string, source: string, size: number, sourceId = "debian") => ({
  ...{ version, architecture: "amd64", source, size, sourceId },
  sha256: `sha256:${String(size % 10).repeat(64)}` as const,
});

/** The changes of one architecture after a security update of openssl. */
export const securityWeek: SectionDiff = {
  architecture: "amd64",
  packageCount: { from: 181, to: 181 },
  download: { from: 210_000_000, to: 210_400_000, fetched: 3_900_000 },
  counts: { added: 1, removed: 1, upgraded: 2, downgraded: 1, rebuilt: 0 },
  changes: [
    { name: "hello", change: "added", to: side("2.10-5", "hello", 53_000) },
    {
      name: "libssl3t64",
      change: "upgraded",
      from: side("3.5.1-1", "openssl", 2_400_000),
      to: side("3.5.1-1+deb13u1", "openssl", 2_401_000, "debian-security"),
    },
    { name: "nano", change: "removed", from: side("8.4-1", "nano", 700_000) },
    {
      name: "openssl",
      change: "upgraded",
      from: side("3.5.1-1", "openssl", 1_400_000),
      to: side("3.5.1-1+deb13u1", "openssl", 1_400_500, "debian-security"),
    },
    {
      name: "zstd",
      change: "downgraded",
      from: side("1.5.8-1", "zstd", 600_000),
      to: side("1.5.7-1", "zstd", 600_000),
    },
  ],
  moved: 0,
  indexes: [
    {
      sourceId: "debian-security",
      suite: "trixie-security",
      from: "2026-11-21T07:55:41Z",
      to: "2026-11-28T09:10:00Z",
    },
  ],
  requestDiffers: true,
  idsDiffer: false,
};

/** The locks of two architectures, of which one has not changed. */
export const twoArchitectures: LockDiff = {
  old: { path: "/home/me/old.lock.json" },
  new: { path: "/home/me/minimal.lock.json" },
  identical: false,
  architectures: [
    securityWeek,
    {
      architecture: "arm64",
      packageCount: { from: 179, to: 179 },
      download: { from: 200_000_000, to: 200_000_000, fetched: 0 },
      counts: { added: 0, removed: 0, upgraded: 0, downgraded: 0, rebuilt: 0 },
      changes: [],
      moved: 0,
      indexes: [],
      requestDiffers: false,
      idsDiffer: false,
    },
  ],
};
