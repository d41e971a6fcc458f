import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { type ComposePlan, composePlan } from "@debootc/core/plan/compose-plan";

/** Reads the plan of a finished compose, which is next to its repository. */
export async function readPlan({ commit }: Pick<LegOfCompose, "commit">): Promise<ComposePlan> {
  const file = join(dirname(commit.repo), "plan.json");
  return composePlan.parse(await readFile(file, "utf8"), file);
}
