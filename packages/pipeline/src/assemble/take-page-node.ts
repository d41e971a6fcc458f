import { type LegName, legText, pageOfLeg } from "@debootc/core/compose/leg-name";
import { join } from "node:path";
import type { LegSlots, ReportFile } from "../compose/run/leg-records.ts";
import { defineNode, type Node } from "../engine/node.ts";
import { copyPlain } from "./copy-plain.ts";

interface TakenPage {
  readonly leg: LegName;
  /** The compose that has it. */
  readonly from: string;
  /** The compose that gets it. */
  readonly to: string;
}

/** Copies the page of a leg. */
export function takePageNode(
  { leg, from, to }: TakenPage,
  slots: Pick<LegSlots, "leg" | "report">,
): Node<ReportFile> {
  return defineNode({
    leaves: slots.report,
    phase: "gather",
    title: `${legText(leg)}: take its page`,
    reads: { leg: slots.leg },
    required: false,
    timeoutSeconds: 600,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 64 },
    run: async (_, { signal }) => {
      const path = join(to, pageOfLeg(leg));
      await copyPlain(join(from, pageOfLeg(leg)), path, signal);
      return { output: { path } };
    },
  });
}
