import type { Failure } from "../database/failure.ts";
import type { RunRow } from "../database/tables.ts";
import { charactersAlone, type FinishedTask, mostCharacters } from "./dispatch-inputs.ts";
import { neededPositions } from "./needed-positions.ts";
import type { RunPlan } from "./plan-run.ts";

/** Numbers of GitHub, and labels, are no longer than these. */
const longestId = 10 ** 15 - 1;
const longestLabel = "x".repeat(60);

/**
 * Returns why the tasks of a plan cannot all be dispatched: what the job of one of them is told of itself and of the results
 * that it needs may be more than GitHub takes. Nobody should wait for hours to learn that of the last one.
 */
export function faultOfPlan(run: Pick<RunRow, "id" | "sha">, plan: RunPlan): Failure | undefined {
  const { composeId: compose_id, composeTimestamp: compose_timestamp } = plan;
  const tasks = plan.tasks.map((task, position) => ({ ...task, position }));
  const needed = neededPositions(
    tasks,
    tasks.flatMap(({ position, needs }) => needs.map((one) => ({ position, needs: one }))),
  );
  const results = tasks.map(({ kind, name }): FinishedTask => ({ kind, name, githubRunId: longestId }));
  for (const { position, kind, name, variant = null, arch = null, runsOn, onFleet } of tasks) {
    if (kind === "release") continue;
    const needs = results.filter((_, index) => needed.get(position)?.has(index));
    const task = { kind, name, variant, arch, runs_on: [...runsOn], on_fleet: onFleet };
    const characters = charactersAlone(
      { ...run, compose_id, compose_timestamp },
      { task, label: longestLabel, needs },
    );
    if (characters > mostCharacters) return tooLarge(name, { characters, results: needs.length });
  }
  return undefined;
}

function tooLarge(
  name: string,
  { characters, results }: { readonly characters: number; readonly results: number },
): Failure {
  return {
    code: "run-too-large",
    class: "configuration",
    message: `the inputs of the job for ${name}, which needs ${results} results, have ${characters} characters; GitHub takes ${mostCharacters}`,
    hint: "Divide the packages or variants among several repositories, shorten their names, or let fewer of them need each other; docs/hub-file.md says more.",
  };
}
