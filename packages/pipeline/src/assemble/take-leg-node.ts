import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import { legText } from "@debootc/core/compose/leg-name";
import { packagesRecord } from "@debootc/core/compose/packages-metadata";
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
}

/** Copies a leg out of the compose that has it, and checks the copy: what is checked is what is published. */
export function takeLegNode(
  { leg, from, to }: TakenLeg,
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
      const moved = (path: string) =>
        path.startsWith(`${from}/`) ? join(to, path.slice(from.length)) : path;
      const composed = {
        ...leg,
        commit: { ...leg.commit, repo: moved(leg.commit.repo) },
        image: { ...leg.image, layout: moved(leg.image.layout) },
        lock: moved(leg.lock),
      };
      await verifyLeg({ leg: composed, base }, signal);
      const file = join(base, "packages.json");
      const { variants } = packagesRecord.parse(await readFile(file, "utf8"), file);
      return { output: { composed, packages: variants[leg.variant]?.[leg.architecture] ?? [] } };
    },
  });
}
