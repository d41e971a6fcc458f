import type { RunDetails } from "./follow-run.ts";
import type { RunResults } from "./results-of-run.ts";
import { programName } from "../screen/program-name.ts";
import type { Canvas } from "../screen/screen.ts";
import { printable } from "../render/text/printable.ts";
import { hubTable } from "../render/screens/hub-table.ts";

/** Says what a run of a hub came to, and where its results are. */
export function hubRunSummary(
  { run, tasks }: RunDetails,
  { artifacts, release }: RunResults,
  canvas: Canvas,
): string {
  const why = run.failure?.message ?? run.reason;
  const failed = tasks.find(({ state }) => state === "FAILED");
  const lines = [
    `run ${run.id} is ${run.state}${run.composeId === null ? "" : `: ${run.composeId}`}`,
    ...(why === null ? [] : [why]),
    ...(artifacts === undefined ? [] : [`artifacts: ${artifacts}`]),
    ...(release === undefined ? [] : [`release: ${release}`]),
    ...(failed === undefined ? [] : [`its log: ${programName} orchestrator logs ${failed.id}`]),
  ];
  const rows = tasks.map((task) => [
    ...[task.id, task.state, task.kind, task.name, task.attempt],
    task.failure?.message ?? "",
  ]);
  const table =
    rows.length === 0
      ? ""
      : `${hubTable(["task", "state", "kind", "name", "attempt", "failure"], rows, canvas)}\n`;
  return `${table}${lines.map((line) => `${printable(line)}\n`).join("")}`;
}
