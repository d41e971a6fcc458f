import { checksumsFile } from "@debootc/core/compose/checksums";
import { composeOverview } from "@debootc/core/report/overview";
import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Node } from "../../engine/node.ts";
import { type ComposeSlots, type PresentLeg, waitsForLegs } from "../run/compose-records.ts";
import type { ComposeSetting } from "../run/compose-setting.ts";
import type { ReportFile } from "../run/leg-records.ts";

/** Writes `report.html` of a compose of several legs: what there is, how long it took, and the way to each leg's page. */
export function overviewNode(
  { directory, release, timings }: Pick<ComposeSetting, "directory" | "release" | "timings">,
  legs: readonly PresentLeg[],
  slots: ComposeSlots,
): Node<ReportFile> {
  const { reads, after } = waitsForLegs(legs);
  return {
    id: slots.overview.id,
    phase: "output",
    title: "Write the report",
    reads,
    // It has how long all steps before it took.
    after: [...after, ...legs.map(({ slots: { report } }) => report), slots.metadata],
    required: false,
    timeoutSeconds: 120,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 1 },
    run: async (records) => {
      const found = legs.map(({ setting, slots: { leg, report } }) => ({
        setting,
        composed: records.find(leg)?.composed,
        page: records.find(report),
      }));
      const text = composeOverview({
        composeId: directory.id,
        release,
        legs: found.flatMap(({ composed, page }) =>
          composed === undefined ? [] : { ...composed, page: page && relative(directory.path, page.path) },
        ),
        missing: found.flatMap(({ setting, composed }) => (composed === undefined ? setting : [])),
        checksums: `compose/${checksumsFile}`,
        timings: timings(),
      });
      const path = join(directory.path, "report.html");
      await writeFile(path, text);
      return { output: { path } };
    },
  };
}
