import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import { legLabel, legText } from "@debootc/core/compose/leg-name";
import { packagesRecord } from "@debootc/core/compose/packages-metadata";
import { movedLeg } from "@debootc/core/compose/placed-compose";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LegRecords, LegSlots } from "../compose/run/leg-records.ts";
import { defineNode, type Node } from "../engine/node.ts";
import { copyPlain } from "./copy-plain.ts";
import { verifyLeg } from "./verify-leg.ts";

interface TakenLeg {
  readonly leg: ComposedLeg;
  /** The compose that has it. */
  readonly from: string;
  /** The compose that gets it. */
  readonly to: string;
  readonly hasLogs: boolean;
}

/** Copies a leg and its logs out of the compose that has it, and checks the copy: what is checked is what is published. */
export function takeLegNode(
  { leg, from, to, hasLogs }: TakenLeg,
  slots: Pick<LegSlots, "leg">,
): Node<LegRecords["leg"]> {
  const below = join("compose", legText(leg));
  return defineNode({
    leaves: slots.leg,
    phase: "gather",
    title: `${legText(leg)}: take the leg`,
    reads: {},
    required: true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 256, diskMiB: 4096 },
    run: async (_, { signal }) => {
      const base = join(to, below);
      await copyPlain(join(from, below), base, signal);
      if (hasLogs) await copyPlain(join(from, "logs"), join(to, "logs", legLabel(leg)), signal);
      const composed = movedLeg(leg, from, to);
      await verifyLeg({ leg: composed, base }, signal);
      const file = join(base, "packages.json");
      const { variants } = packagesRecord.parse(await readFile(file, "utf8"), file);
      return { output: { composed, packages: variants[leg.variant]?.[leg.architecture] ?? [] } };
    },
  });
}
