import { countOf } from "@debootc/core/text/amount";
import { shellWord } from "@debootc/core/text/shell-word";
import type { InitResult } from "@debootc/pipeline/starter/init";
import { programName } from "../../screen/program-name.ts";
import type { Canvas } from "../../screen/screen.ts";
import { type Fact, factRows } from "../text/facts.ts";
import { nextStepRows } from "../text/next-steps.ts";
import { shortPath } from "../text/short-path.ts";

/** Returns the last screen of `init`: what was written, and what to do with it. */
export function initSummary(result: InitResult, canvas: Canvas): string {
  const { style, glyphs, directory } = canvas;
  const { files, lock, unlocked, unignored, isRepository } = result;
  const treefile = shortPath(result.treefile, directory);
  const word = shellWord(treefile);
  const facts: Fact[] = [
    { label: "yours", value: treefile },
    { label: "with it", value: countOf(files.length - 1, "file") },
    ...(unignored.length === 0
      ? []
      : [{ label: ".gitignore", value: `yours stays: add ${unignored.join(" ")}` }]),
    {
      label: "packages",
      value: lock === undefined ? (unlocked ?? "not locked") : shortPath(lock, directory),
    },
  ];
  const locking = { purpose: "choose the packages", command: `${programName} lock ${word}` };
  const next = [
    ...(lock === undefined ? [locking] : []),
    { purpose: "build it", command: `${programName} compose ${word}` },
    { purpose: "see it boot", command: `${programName} boot latest` },
    ...(isRepository
      ? []
      : [
          {
            purpose: "keep it in a repository, whose workflow composes it on GitHub",
            command: `git init ${shellWord(shortPath(result.directory, directory))}`,
          },
        ]),
  ];
  const title = `${style.heading(shortPath(result.directory, directory))} has all that a system begins with`;
  const rows = factRows("", facts, canvas).slice(2);
  return ["", `  ${style.good(glyphs.done)} ${title}`, ...rows, ...nextStepRows(next, canvas), "", ""].join(
    "\n",
  );
}
