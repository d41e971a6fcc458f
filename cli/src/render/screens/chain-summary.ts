import { type ChainPackage, type ChainResult } from "@debootc/core/mock-build/records/chain-result";
import { countOf } from "@debootc/core/text/amount";
import { join } from "node:path";
import type { Canvas } from "../../screen/screen.ts";
import { pad } from "../text/display-width.ts";
import { type ChrootAccess, enterCommand } from "../text/enter-command.ts";
import { type NextStep, nextStepRows } from "../text/next-steps.ts";
import { printable } from "../text/printable.ts";
import { shortPath } from "../text/short-path.ts";
import { wrapText } from "../text/wrap-text.ts";

interface ShownChain {
  readonly directory: string;
  readonly result: ChainResult;
  readonly access: ChrootAccess;
}

/** The last screen of a chain: each package in its order, what became of it and where that is told. */
export function chainSummary({ directory, result, access }: ShownChain, canvas: Canvas): string {
  const { style, glyphs } = canvas;
  const { packages } = result;
  const count = (outcome: ChainPackage["outcome"]) =>
    packages.filter((one) => one.outcome === outcome).length;
  const counts = (["built", "reused", "failed", "skipped"] as const)
    .flatMap((outcome) => (count(outcome) === 0 ? [] : [`${count(outcome)} ${outcome}`]))
    .join(", ");
  const isGood = count("failed") === 0;
  const width = Math.max(...packages.map((one) => nameOf(one).length));
  const rows = packages.flatMap((one) => {
    const mark =
      one.outcome === "failed"
        ? style.bad(glyphs.failed)
        : one.outcome === "skipped"
          ? " "
          : style.good(glyphs.done);
    const where =
      one.directory === undefined ? "" : shortPath(join(directory, one.directory), canvas.directory);
    const row =
      `    ${mark} ${pad(nameOf(one), width)}  ${pad(one.outcome, 7)}  ${style.faint(where)}`.trimEnd();
    const reason = one.firstError?.text ?? one.error?.message.split("\n")[0] ?? "";
    return reason === "" ? [row] : [row, `        ${printable(reason)}`];
  });
  const mark = isGood ? style.good(glyphs.done) : style.bad(glyphs.failed);
  const head = `  ${mark} ${style.heading(countOf(packages.length, "source package"))}: ${counts}`;
  const next = nextStepRows(rootSteps(packages, access), canvas);
  return ["", head, "", ...rows, ...hintRows(packages, access, canvas), ...next, "", ""].join("\n");
}

function rootSteps(packages: readonly ChainPackage[], access: ChrootAccess): NextStep[] {
  return packages.flatMap(({ name, keptChroot }) =>
    keptChroot === undefined
      ? []
      : [{ purpose: `look around in the root of ${name}`, command: enterCommand(keptChroot, access) }],
  );
}

/** How to get a root to look around in, where one was thrown away. Whether others than root can is not known here. */
function hintRows(
  packages: readonly ChainPackage[],
  { isRoot }: ChrootAccess,
  { style, columns }: Canvas,
): string[] {
  const isLost = packages.some(
    ({ error, keptChroot }) => error?.code === "build-failed" && keptChroot === undefined,
  );
  if (!isLost || !isRoot) return [];
  const said = "--keep-failed keeps the root of what does not build, to look around in";
  return ["", ...wrapText(said, columns - 5).map((row) => `    ${style.faint(row)}`)];
}

function nameOf({ name, version }: ChainPackage): string {
  return printable(`${name} ${version}`);
}
