import { commandTable } from "./command-table.ts";
import type { RunView } from "./run-view.ts";
import { summaryOfRun } from "./summary-of-run.ts";
import { boundedText, foreign } from "./words.ts";

/** Returns the hidden words by which the comment on a pull request is found again. */
export function markerOf(pullRequest: number): string {
  return `<!-- debootc:pull-request:${pullRequest} -->`;
}

/** Returns the one comment on a pull request, which is about its newest run. */
export function commentOfRun(view: RunView): string {
  const { run } = view;
  return boundedText([
    markerOf(run.pull_request ?? 0),
    `### debootc: commit ${foreign(run.sha.slice(0, 12))}`,
    "",
    ...summaryOfRun(view),
    "",
    ...commandTable(),
  ]);
}
