import { changesBySource } from "@debootc/core/lock/changes-by-source";
import type { LockChange, LockResult, WrittenLock } from "@debootc/core/lock/lock-result";
import { programName } from "../../screen/program-name.ts";
import type { Canvas } from "../../screen/screen.ts";
import { shellWord } from "@debootc/core/text/shell-word";
import { countOf } from "@debootc/core/text/amount";
import { nextStepRows } from "../text/next-steps.ts";
import { shortPath } from "../text/short-path.ts";
import { packageRows } from "./package-rows.ts";

// More would push the result off the screen; the lockfile's own diff has all of them.
const shownChanges = 12;

/** Returns the last screen of `lock`: what is fixed now and how it differs from before. */
export function lockSummary(result: LockResult, canvas: Canvas): string {
  const { directory } = canvas;
  const paths = result.locks.map(({ path }) => shellWord(shortPath(path, directory)));
  const next = [
    {
      purpose: paths.length === 1 ? "keep it with the treefile" : "keep them with the compose file",
      command: `git add ${paths.join(" ")}`,
    },
    {
      purpose: "build from it",
      command: `${programName} compose ${shellWord(shortPath(result.treefile, directory))}`,
    },
  ];
  return [
    ...result.locks.flatMap((lock) => lockRows(lock, canvas)),
    ...nextStepRows(next, canvas),
    "",
    "",
  ].join("\n");
}

function lockRows({ path, created, architectures }: WrittenLock, canvas: Canvas): string[] {
  const { style, glyphs, directory } = canvas;
  return [
    "",
    `  ${style.good(glyphs.done)} ${style.heading(shortPath(path, directory))} ${created ? "is written" : "is up to date"}`,
    ...architectures.flatMap((change) => changeRows(change, created, canvas)),
  ];
}

function changeRows(change: LockChange, created: boolean, canvas: Canvas): string[] {
  const { style } = canvas;
  const { ids } = change;
  const head = [
    countOf(change.packageCount.to, "package"),
    ...(ids === undefined
      ? []
      : [`ids of ${countOf(ids.users, "user")} and ${countOf(ids.groups, "group")}`]),
  ].join(", ");
  const changes = created ? [] : changesBySource(change.changes);
  const rest = changes.length - shownChanges;
  return [
    "",
    `  ${style.heading(change.architecture)}  ${head}${created || changes.length > 0 ? "" : ", nothing changed"}`,
    ...packageRows(changes.slice(0, shownChanges), canvas),
    ...(rest > 0
      ? [style.faint(`    and ${countOf(rest, "more source package")}: git diff shows all changes`)]
      : []),
  ];
}
