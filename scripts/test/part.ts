import { runChecks } from "../check/run-checks.ts";
import type { Job } from "./job.ts";
import { headerOf, runScenario, type ScenarioResult } from "./scenario.ts";
import type { Tally } from "../check/tally.ts";
import { type Project, runVitest, type VitestOptions } from "./vitest-project.ts";

/** Describes one part of `script/test` and runs it. */
export interface Part extends Job {
  readonly run: (report: (text: string) => void) => Promise<ScenarioResult>;
}

const ordinary = { early: false, alone: false, exclusive: [], needs: [], gives: [] } as const;

/** Returns the gate as a part. */
export function gatePart(): Part {
  return {
    ...ordinary,
    name: "gate",
    seconds: 35,
    early: true,
    run: async (report) => result(await runChecks(report)),
  };
}

/** Returns the tests of a project of vitest as a part. */
export function vitestPart(project: Project, options: VitestOptions): Part {
  return {
    ...ordinary,
    name: project,
    seconds: project === "unit" ? 180 : 900,
    early: project === "unit",
    exclusive: project === "integration" ? ["build-groups"] : [],
    run: async (report) => result(await runVitest(project, options, report)),
  };
}

/** Returns a scenario of e2e/ as a part. */
export async function scenarioPart(
  name: string,
  { environment, full, signal }: { environment: NodeJS.ProcessEnv; full: boolean; signal: AbortSignal },
): Promise<Part> {
  const header = await headerOf(name);
  return {
    ...ordinary,
    name,
    seconds: full ? header.fullSeconds : header.seconds,
    alone: header.needs.includes("alone"),
    exclusive: header.needs.filter((need) => need === "accounts" || need === "build-groups"),
    needs: header.needs.filter((need) => need === "minimal"),
    gives: header.gives,
    run: async (report) => await runScenario(name, environment, report, signal),
  };
}

function result(tally: Tally): ScenarioResult {
  return { tally, processorSeconds: undefined, waited: [] };
}
