import type { Event, Report } from "@debootc/core/event/event";

const composeId = "debian-minimal-13-20261122.0";

type Spoken = readonly [seconds: number, node: string | undefined, report: Report];

const gather = { title: "Download packages", phase: "gather" } as const;
const root = { title: "Build the root", phase: "build" } as const;
const commit = { title: "Commit to ostree", phase: "ostree" } as const;

const spoken: readonly Spoken[] = [
  [0, undefined, { type: "run", state: "started", composeId }],
  [0, "lock", { type: "node", state: "started", title: "Resolve packages", phase: "gather" }],
  [2, "lock", { type: "node", state: "finished", title: "Resolve packages", phase: "gather", seconds: 2.1 }],
  [
    2,
    "lock",
    {
      type: "diagnostic",
      diagnostic: {
        severity: "warning",
        code: "index-expired",
        message: "this source is accepted although its index has expired",
        file: "/home/me/minimal.yaml",
        line: 14,
        column: 5,
        hint: "Ask who keeps the archive to sign it again.",
      },
    },
  ],
  [2, "packages", { type: "node", state: "started", ...gather }],
  [
    3,
    "packages",
    { type: "progress", step: "libc6_2.41-12_amd64.deb", done: 0, total: 100_000_000, unit: "bytes" },
  ],
  [
    8,
    "packages",
    {
      type: "progress",
      step: "perl_5.40.1-6_amd64.deb",
      done: 50_000_000,
      total: 100_000_000,
      unit: "bytes",
    },
  ],
  [
    9,
    "packages",
    {
      type: "progress",
      step: "vim_9.1.1230-2_amd64.deb",
      done: 60_000_000,
      total: 100_000_000,
      unit: "bytes",
    },
  ],
  [13, "packages", { type: "node", state: "finished", ...gather, seconds: 11 }],
  [13, "root", { type: "node", state: "started", ...root }],
  [14, "root", { type: "log", line: "Setting up \u001b[31mopenssh-server\u001b[0m (1:10.0p1-7) ..." }],
  [
    20,
    "root",
    { type: "progress", step: "configuring openssh-server", done: 212, total: 312, unit: "packages" },
  ],
  [77, "root", { type: "node", state: "finished", ...root, seconds: 64 }],
  [77, "commit", { type: "node", state: "started", ...commit }],
  [77, "commit", { type: "node", state: "reused", ...commit, seconds: 0 }],
  [78, "commit", { type: "artifact", kind: "ostree-commit", path: "/home/me/out/latest/ostree" }],
  [78, undefined, { type: "run", state: "finished", composeId }],
];

const start = Date.parse("2026-11-22T10:00:00Z");

/** The events of a small compose that went well. */
export const recordedCompose: readonly Event[] = spoken.map(([seconds, node, report], sequence) =>
  stamp(report, sequence, seconds, node),
);

/** One event as a run would have stamped it, `seconds` after its start. */
export function stamp(report: Report, sequence: number, seconds: number, node?: string): Event {
  const time = new Date(start + seconds * 1000).toISOString();
  return { ...report, sequence, time, ...(node === undefined ? {} : { node }) };
}
