import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { runTimings } from "@debootc/core/compose/timings";
import type { Canvas } from "../../screen/screen.ts";
import { factRows } from "./facts.ts";
import { shortPath } from "./short-path.ts";
import { timingRows } from "./timing-table.ts";
import { warningRows } from "./warning-rows.ts";

/** Returns the last screen of a compose that did only some of its steps, and was not published: how to go on with it. */
export function stoppedComposeText(
  { composeId, directory, files, nodes, failed, warnings, leftOut = [] }: ComposeResult,
  canvas: Canvas,
): string {
  const { style, glyphs } = canvas;
  const outcome =
    failed === undefined ? "is not published" : `is not published, and ${failed.join(", ")} failed`;
  return [
    "",
    `  ${style.warn(glyphs.skipped)} ${style.heading(composeId)} ${outcome}: ${leftOut.map(({ node }) => node).join(", ")} left out`,
    ...factRows(
      "Where it is",
      [
        {
          label: "compose",
          value: `${shortPath(directory, canvas.directory)}/`,
          note: `go on with it by --resume ${composeId}`,
        },
        { label: "logs", value: shortPath(files.log, canvas.directory) },
      ],
      canvas,
    ),
    ...timingRows(runTimings(nodes), canvas),
    ...warningRows(warnings, canvas),
    "",
    "",
  ].join("\n");
}
