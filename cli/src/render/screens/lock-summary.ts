import { changesBySource } from "@debootc/core/lock/changes-by-source";
import { isUnchanged } from "@debootc/core/lock/diff-locks";
import type { LockChange, LockResult, WrittenLock } from "@debootc/core/lock/lock-result";
import type { LockCommandRequest } from "@debootc/core/request/lock-command-request";
import { countOf } from "@debootc/core/text/amount";
import { shellWord } from "@debootc/core/text/shell-word";
import { programName } from "../../screen/program-name.ts";
import type { Canvas } from "../../screen/screen.ts";
import { type NextStep, nextStepRows } from "../text/next-steps.ts";
import { shortPath } from "../text/short-path.ts";
import { sectionRows } from "./lock-diff-summary.ts";
import { packageRows } from "./package-rows.ts";

type Asked = Pick<LockCommandRequest, "update" | "securityOnly">;

// More would push the result off the screen; the lockfile's own diff has all of them.
const shownChanges = 12;

/** Returns the last screen of `lock`: what is fixed now and how it differs from before. */
export function lockSummary(result: LockResult, asked: Asked, canvas: Canvas): string {
  const next = nextSteps(result, asked, canvas);
  return [
    ...result.locks.flatMap((lock) => lockRows(lock, result, asked, canvas)),
    ...(next.length === 0 ? [] : nextStepRows(next, canvas)),
    "",
    "",
  ].join("\n");
}

function nextSteps(
  { locks, treefile, checked }: LockResult,
  { update, securityOnly }: Asked,
  { directory }: Canvas,
) {
  const written = locks.filter(({ changed }) => changed || !update);
  const paths = written.map(({ path }) => shellWord(shortPath(path, directory)));
  if (paths.length === 0) return [];
  const file = shellWord(shortPath(treefile, directory));
  const steps: NextStep[] = checked
    ? [
        {
          purpose: "take the update",
          command: `${programName} lock ${file} --update${securityOnly ? " --security-only" : ""}`,
        },
      ]
    : [
        {
          purpose: locks.length === 1 ? "keep it with the treefile" : "keep them with the compose file",
          command: `git add ${paths.join(" ")}`,
        },
        { purpose: "build from it", command: `${programName} compose ${file}` },
      ];
  return steps;
}

function lockRows(lock: WrittenLock, { checked }: LockResult, asked: Asked, canvas: Canvas): string[] {
  const { path, created, changed, architectures } = lock;
  const { style, glyphs, directory } = canvas;
  const isPending = checked && changed;
  const sign = isPending ? style.warn(glyphs.warning) : style.good(glyphs.done);
  const state = created
    ? "is written"
    : isPending
      ? "has an update"
      : asked.update && changed
        ? "is updated"
        : "is up to date";
  return [
    "",
    `  ${sign} ${style.heading(shortPath(path, directory))} ${state}`,
    ...architectures.flatMap((change) =>
      asked.update && !isUnchanged(change)
        ? sectionRows(change, canvas)
        : changeRows(change, created, canvas),
    ),
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
