import type { ComposedLeg, LegOfCompose } from "@debootc/core/compose/composed-leg";

/** A finished leg that boots, with the compose that it belongs to, changed at will; `name` tells it from another one. */
export function legOfCompose(name: string, changed: Partial<LegOfCompose> = {}): LegOfCompose {
  const directory = `/srv/out/${name}`;
  return { ...composedLeg(name), composeId: name, directory, label: "", ...changed };
}

/** The same leg as a record of its compose has it. */
export function composedLeg(name: string, changed: Partial<ComposedLeg> = {}): ComposedLeg {
  const directory = `/srv/out/${name}`;
  const checksum = Buffer.from(name).toString("hex").padEnd(64, "0").slice(0, 64);
  return {
    variant: "site",
    title: "site",
    treefile: "site",
    ref: "debian/13/amd64/site",
    treeVersion: `13.${name}`,
    architecture: "amd64",
    timestamp: "2026-11-22T10:00:00Z",
    suite: "trixie",
    packageCount: 312,
    kernel: "6.12.48+deb13-amd64",
    commit: { checksum, repo: `${directory}/compose/site/amd64/ostree`, bootable: true },
    image: {
      layout: `${directory}/compose/site/amd64/oci`,
      manifestDigest: `sha256:${checksum}`,
      size: 1000,
      compression: "zstd",
      tag: `13.${name}`,
    },
    root: { bytes: 2000, files: 30 },
    lock: "/srv/site.lock.json",
    files: {},
    ...changed,
  };
}
