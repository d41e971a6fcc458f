import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { legText } from "@debootc/core/compose/leg-name";
import type { MergedCompose } from "@debootc/core/compose/merge-composes";
import type { NodeTiming } from "@debootc/core/compose/node-timing";
import type { Event } from "@debootc/core/event/event";
import type { SecretKey } from "@debootc/tools/keys/secret-key";
import type { ComposeDirectory } from "../composed/compose-directory.ts";
import { warningsIn } from "../engine/warnings-in.ts";
import { type ComposeSlots, finishedLegs } from "../compose/run/compose-records.ts";
import type { GraphOutcome } from "../engine/run-nodes.ts";
import type { Assembly } from "./open-assembly.ts";

interface Assembled {
  readonly merged: MergedCompose;
  readonly directory: ComposeDirectory;
  readonly assembly: Assembly;
  readonly slots: ComposeSlots;
  readonly signingKeys: readonly SecretKey[];
}

interface Heard {
  readonly timings: readonly NodeTiming[];
  readonly events: readonly Event[];
}

/** Returns what an assembled compose is. A leg that may fail and is not there makes it incomplete. */
export function assembledResult(
  { merged, directory, assembly, slots, signingKeys }: Assembled,
  { records, failed }: GraphOutcome,
  { timings, events }: Heard,
): ComposeResult {
  const report = records.find(slots.overview);
  const lost = [...merged.failed, ...merged.missing.map((leg) => `leg@${legText(leg)}`), ...failed];
  const signed =
    signingKeys.length === 0 ? {} : { signedBy: signingKeys.map(({ fingerprint }) => fingerprint) };
  return {
    ...{ composeId: directory.id, directory: directory.path },
    ...{ release: merged.release, expected: merged.expected },
    legs: finishedLegs(assembly.legs, records).map(({ composed }) => ({
      ...composed,
      commit: { ...composed.commit, ...signed },
      downloadBytes: 0,
    })),
    nodes: timings,
    warnings: warningsIn(events),
    ...(lost.length === 0 ? {} : { failed: lost }),
    files: { log: directory.logs, ...(report === undefined ? {} : { report: report.path }) },
  };
}
