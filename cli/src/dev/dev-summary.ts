import type { DevResult } from "./dev-result.ts";
import { formatBytes } from "@debootc/core/text/amount";
import type { Canvas } from "../screen/screen.ts";
import { printable } from "../render/text/printable.ts";
import { hubTable, refText } from "../render/screens/hub-table.ts";

/** Formats what a session came to: each run with its tasks, and the releases. */
export function devSummary({ runs, releases }: Pick<DevResult, "runs" | "releases">, canvas: Canvas): string {
  const { style } = canvas;
  const shown = runs.flatMap(({ run, tasks }) => [
    "",
    style.heading(printable(`run ${run.id}  ${run.state}  ${refText(run.ref)}  ${run.sha.slice(0, 12)}`)),
    ...(run.reason === null ? [] : [printable(run.reason)]),
    ...(tasks.length === 0 ? [] : [taskTable(tasks, canvas)]),
  ]);
  const released = releases.flatMap(({ tag_name: tag, html_url: url, assets }) => [
    "",
    style.heading(printable(`release ${tag}  ${url}`)),
    hubTable(
      ["asset", "size"],
      assets.map(({ name, size }) => [name, formatBytes(size)]),
      canvas,
    ).trimEnd(),
  ]);
  const lines = [...shown, ...released];
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function taskTable(tasks: DevResult["runs"][number]["tasks"], canvas: Canvas): string {
  const rows = tasks.map(({ name, kind, state, attempt, failure }) => [
    ...[name, kind, state, attempt, failure?.message ?? ""],
  ]);
  return hubTable(["task", "kind", "state", "attempt", "failure"], rows, canvas).trimEnd();
}
