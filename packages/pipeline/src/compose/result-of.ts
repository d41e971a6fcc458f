import type { ComposeResult, LegResult } from "@debootc/core/compose/compose-result";
import type { NodeTiming } from "@debootc/core/compose/node-timing";
import type { Event } from "@debootc/core/event/event";
import type { ImageRecord } from "@debootc/core/oci/image-record";
import type { ComposePlan } from "@debootc/core/plan/compose-plan";
import type { PreviousCompose } from "../composed/previous-compose.ts";
import type { GraphOutcome } from "../engine/run-nodes.ts";
import { warningsIn } from "../engine/warnings-in.ts";
import type { NodeChoice } from "./choice/choose-nodes.ts";
import type { ComposeSlots, ComposingLeg } from "./run/compose-records.ts";
import type { ComposeSetting } from "./run/compose-setting.ts";
import type { PreviousImage } from "./run/previous-image.ts";

interface Composed {
  readonly setting: ComposeSetting;
  readonly legs: readonly ComposingLeg[];
  readonly slots: ComposeSlots;
}

interface Heard {
  readonly timings: readonly NodeTiming[];
  readonly events: readonly Event[];
  readonly choice: NodeChoice;
}

/** Returns what a finished compose is, for its record and for the last screen. */
export function resultOf(
  { setting: { directory, release, expected, isLone }, legs, slots }: Composed,
  outcome: GraphOutcome,
  { timings, events, choice }: Heard,
): ComposeResult {
  const { records, failed } = outcome;
  const [only] = legs;
  const report = records.find(isLone && only !== undefined ? only.slots.report : slots.overview);
  return {
    composeId: directory.id,
    directory: directory.path,
    release,
    expected: expected.map(({ variant, architecture, required }) => ({ variant, architecture, required })),
    legs: legs.flatMap((leg) => legResult(leg, outcome)),
    nodes: [...timings],
    warnings: warningsIn(events),
    ...(failed.length === 0 ? {} : { failed: [...failed] }),
    ...(choice.isPublished ? {} : { leftOut: leftOutOf(choice) }),
    files: { log: directory.logs, ...(report === undefined ? {} : { report: report.path }) },
  };
}

function legResult({ setting, slots }: ComposingLeg, { records, made }: GraphOutcome): LegResult[] {
  const leg = records.find(slots.leg);
  if (leg === undefined) return [];
  const { previous, previousImage } = setting;
  const lint = records.find(slots.lint);
  const isMade = Object.values(slots).some(({ id }) => made.includes(id));
  return [
    {
      ...leg.composed,
      downloadBytes: records.of(slots.packages).downloadedBytes,
      ...(previousImage === undefined ? {} : { update: updateOf(records.of(slots.image), previousImage) }),
      ...(records.find(slots.lock)?.section.bootLoader === undefined ? {} : { hasBootLoader: true }),
      ...(lint === undefined ? {} : { found: { errors: lint.errors, warnings: lint.warnings } }),
      ...(isMade ? {} : { unchanged: unchangedSince(records.of(slots.plan), previous) }),
    },
  ];
}

/** Says what a host with the image before has to fetch: registries and hosts know layers by the digests of their blobs. */
function updateOf({ layers }: ImageRecord, { blobs }: PreviousImage) {
  const added = layers.filter(({ digest }) => !blobs.has(digest));
  return { layers: added.length, bytes: added.reduce((sum, { size }) => sum + size, 0) };
}

function unchangedSince({ contentDigest }: ComposePlan, previous: PreviousCompose | undefined) {
  const isSame = previous?.plan.contentDigest === contentDigest;
  return { content: contentDigest, ...(isSame ? { since: previous.id } : {}) };
}

/** What the compose file leaves out is missed by nobody. */
function leftOutOf({ leftOut }: NodeChoice): NonNullable<ComposeResult["leftOut"]> {
  return leftOut.flatMap(({ id, reason, isPart }) => (isPart ? [{ node: id, reason }] : []));
}
