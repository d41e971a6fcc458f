import type { ComparedSide, ImageDiff } from "@debootc/core/diff/image-diff";
import type { Digest } from "@debootc/core/record/digest";

const digest = (digit: number): Digest => `sha256:${String(digit).repeat(64)}`;

const old: ComparedSide = {
  layout: "/home/me/out/minimal-13-20261121.0/compose/minimal/amd64/oci",
  tag: "13.0",
  manifestDigest: digest(1),
  architecture: "amd64",
  version: "13.0",
  kernels: ["6.12.48+deb13-amd64"],
  packages: { count: 181, installedSize: 700_000_000 },
  root: { names: 21_304, bytes: 612_300_000 },
  layers: { count: 65, size: 310_300_000 },
  compose: { id: "minimal-13-20261121.0", ref: "debian/13/amd64/minimal", checksum: "3".repeat(64) },
};

const dpkg = { component: "generated/dpkg", paths: 4, bytes: 1000, example: "usr/lib/sysimage/dpkg/status" };
const part = { paths: 9, bytes: 900_000, example: "usr/x" };

/** A week of updates, between two composes. */
export const weekOfUpdates: ImageDiff = {
  old,
  new: {
    layout: "/home/me/out/minimal-13-20261128.0/compose/minimal/amd64/oci",
    tag: "13.1",
    manifestDigest: digest(2),
    architecture: "amd64",
    version: "13.1",
    kernels: ["6.12.57+deb13-amd64"],
    packages: { count: 182, installedSize: 700_300_000 },
    root: { names: 21_360, bytes: 612_500_000 },
    layers: { count: 65, size: 310_500_000 },
    compose: { id: "minimal-13-20261128.0", ref: "debian/13/amd64/minimal", checksum: "4".repeat(64) },
  },
  identical: false,
  packages: {
    counts: { added: 2, removed: 1, upgraded: 3, downgraded: 1, rebuilt: 0 },
    changes: [
      {
        source: "hello",
        change: "added",
        to: "2.10-5",
        packages: [{ name: "hello", architecture: "amd64" }],
        sizeChange: 286_700,
      },
      {
        source: "linux-signed-amd64",
        change: "added",
        to: "6.12.57-1",
        packages: [{ name: "linux-image-6.12.57+deb13-amd64", architecture: "amd64" }],
        sizeChange: 120_000_000,
      },
      {
        source: "linux-signed-amd64",
        change: "removed",
        from: "6.12.48-1",
        packages: [{ name: "linux-image-6.12.48+deb13-amd64", architecture: "amd64" }],
        sizeChange: -120_100_000,
      },
      {
        source: "openssl",
        change: "upgraded",
        from: "3.5.1-1+deb13u1",
        to: "3.5.4-1~deb13u1",
        packages: [
          { name: "libssl3t64", architecture: "amd64" },
          { name: "openssl", architecture: "amd64" },
          { name: "openssl-provider-legacy", architecture: "amd64" },
        ],
        sizeChange: 12_300,
      },
      {
        source: "zstd",
        change: "downgraded",
        from: "1.5.8-1",
        to: "1.5.7-1",
        packages: [{ name: "libzstd1", architecture: "amd64" }],
        sizeChange: 0,
      },
    ],
  },
  layers: {
    kept: { count: 61, size: 298_000_000 },
    fetched: { count: 4, size: 12_500_000 },
    repacked: { count: 1, size: 200_000 },
    dropped: { count: 4, size: 12_300_000 },
    changes: [
      {
        index: 0,
        digest: digest(5),
        diffId: digest(5),
        size: 298_000_000,
        state: "kept",
        components: ["glibc"],
      },
      {
        index: 1,
        digest: digest(6),
        diffId: digest(6),
        size: 11_000_000,
        state: "new",
        components: ["openssl"],
        reason: { changed: [{ ...part, component: "openssl" }], joined: [], left: [] },
      },
      {
        index: 2,
        digest: digest(7),
        diffId: digest(7),
        size: 1_200_000,
        state: "new",
        components: ["adduser", "bash", "coreutils", "dash", "hello"],
        reason: {
          changed: [{ ...part, component: "hello" }],
          joined: ["dash", "hello"],
          left: ["sed", "tar"],
        },
      },
      {
        index: 3,
        digest: digest(8),
        diffId: digest(8),
        size: 100_000,
        state: "new",
        components: ["generated/dpkg"],
        reason: { changed: [dpkg], joined: [], left: [] },
      },
      { index: 4, digest: digest(9), diffId: digest(9), size: 200_000, state: "repacked" },
    ],
  },
  labels: [
    { name: "debootc.kernel", from: "6.12.48+deb13-amd64", to: "6.12.57+deb13-amd64" },
    { name: "org.example.team", from: "a", to: "b" },
    { name: "org.opencontainers.image.version", from: "13.0", to: "13.1" },
  ],
  paths: { added: 60, removed: 4, changed: 33 },
};
