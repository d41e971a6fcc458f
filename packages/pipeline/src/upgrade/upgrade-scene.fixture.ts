import { legOfCompose } from "../composed/leg-of-compose.fixture.ts";
import type { MadeDisk } from "../disk/disk-node.ts";
import type { Upgrade } from "./upgrade.ts";

/** An upgrade between two composes in which nothing is equal but the ref. */
export const upgrade: Upgrade = {
  request: { memory: 1536, timeout: 500 },
  from: legOfCompose("old", { packageCount: 300, kernel: "6.12-old" }),
  to: legOfCompose("new", { packageCount: 310, kernel: "6.12-new", timestamp: "2026-11-23T10:00:00Z" }),
  logs: "/srv/out/new/logs/upgrade",
};

export const disk: MadeDisk = {
  raw: "/scratch/disk.raw",
  kernel: "/scratch/disk.raw.kernel",
  options: { bootLoader: "grub", sizeMiB: 4096, filesystem: "ext4", bootTries: 3 },
  remote: "debian",
};
