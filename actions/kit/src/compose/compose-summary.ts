import type { ComposeResult, LegResult } from "@debootc/core/compose/compose-result";
import { legText } from "@debootc/core/compose/leg-name";
import { phaseTimings } from "@debootc/core/compose/timings";
import { packageTable } from "@debootc/core/diff/package-table";
import { countOf, formatBytes, formatSeconds } from "@debootc/core/text/amount";
import { code, folded, table } from "@debootc/core/text/markdown";
import { shellWord } from "@debootc/core/text/shell-word";
import type { PushResult } from "@debootc/core/registry/push-record";
import { basename, join, relative } from "node:path";
import { downloadCost } from "./pictures/download-cost.ts";
import { sizePicture } from "./pictures/size-picture.ts";
import { waterfall } from "./pictures/waterfall.ts";
import { pushSummaryLines } from "../push/push-outputs.ts";
import type { LegFacts } from "./leg-facts.ts";

/** Is a leg with what is known about it. */
export interface SummarizedLeg {
  readonly leg: LegResult;
  readonly facts: LegFacts;
}

/** Formats the summary of a job that composed: what was made, what changed, what the linter says, how long it took. */
export function composeSummary(
  result: ComposeResult,
  legs: readonly SummarizedLeg[],
  pushed: readonly PushResult[] = [],
): string {
  return [
    `### ${code(result.composeId)} ${endOf(result)}`,
    ...pushSummaryLines(pushed),
    ...legs.flatMap((leg) => legSection(leg, result, legs.length > 1)),
    "",
    ...folded("How long it took", [...timings(result), "", ...waterfall(result.nodes)]),
    "",
    "",
  ].join("\n");
}

function endOf({ failed, leftOut }: ComposeResult): string {
  const codes = (words: readonly string[]) => words.map((one) => code(one)).join(", ");
  if (leftOut !== undefined) return `stopped without ${codes(leftOut.map(({ node }) => node))}`;
  return failed === undefined ? "is ready" : `is incomplete: ${codes(failed)} failed`;
}

function legSection(
  { leg, facts }: SummarizedLeg,
  { directory }: ComposeResult,
  isOneOfSeveral: boolean,
): string[] {
  return [
    ...(isOneOfSeveral ? ["", `#### ${code(legText(leg))}`] : []),
    "",
    ...table(["", ""], contents(leg)),
    ...changes(facts),
    ...pictures(leg, facts),
    ...lint(facts),
    ...(isOneOfSeveral ? [] : ["", ...folded("How to use it", usage(leg, directory))]),
  ];
}

function contents(leg: LegResult): string[][] {
  const { commit, image, root, kernel, update, unchanged } = leg;
  return [
    ["Debian", code(`${leg.suite}, ${leg.architecture}`)],
    ["version", code(leg.treeVersion)],
    ["kernel", kernel === undefined ? "none: not bootable" : code(kernel)],
    ["packages", `${leg.packageCount}, ${formatBytes(root.bytes)} in ${countOf(root.files, "file")}`],
    ["ref", code(leg.ref)],
    ["commit", code(commit.checksum)],
    ["image", `${code(image.manifestDigest)}, ${formatBytes(image.size)}`],
    ...(update === undefined
      ? []
      : [["update", `${formatBytes(update.bytes)} for a host with the previous image`]]),
    ...(unchanged === undefined
      ? []
      : [
          [
            "",
            unchanged.since === undefined
              ? "nothing had to be built"
              : `nothing changed since ${code(unchanged.since)}`,
          ],
        ]),
  ];
}

function changes({ changes: found }: LegFacts): string[] {
  if (found === undefined) return [];
  if (found.packages.length === 0) return ["", `No package changed since ${code(found.since)}.`];
  const title = `${countOf(found.packages.length, "source package")} changed since ${code(found.since)}`;
  return ["", `**${title}**`, ...packageTable(found.packages)];
}

function pictures(leg: LegResult, facts: LegFacts): string[] {
  const sizes = sizePicture(facts.packages);
  return [
    "",
    ...folded("What a machine downloads", downloadCost(leg, facts)),
    ...(sizes.length === 0 ? [] : ["", ...folded("What is large in it", sizes)]),
  ];
}

const findingsShown = 50;

function lint({ lint: report }: LegFacts): string[] {
  if (report === undefined) return [];
  const { errors, warnings, findings } = report;
  if (findings.length === 0) return ["", "The linter found nothing."];
  const rows = findings
    .slice(0, findingsShown)
    .map(({ level, rule, path, message }) => [level, code(rule), code(path), code(message)]);
  const title = `The linter found ${countOf(errors, "error")} and ${countOf(warnings, "warning")}`;
  return ["", ...folded(title, table(["", "rule", "path", ""], rows))];
}

function usage({ commit, image, ref }: LegResult, directory: string): string[] {
  const inside = (path: string) => join(basename(directory), relative(directory, path));
  const container = `oci:${inside(image.layout)}:${image.tag}`;
  return [
    "In the directory that the compose is in:",
    "",
    "```sh",
    ...(commit.bootable ? [`debootc boot ${shellWord(basename(directory))} --output-dir .`] : []),
    `skopeo inspect ${shellWord(container)}`,
    `ostree --repo=${shellWord(inside(commit.repo))} log ${shellWord(ref)}`,
    "```",
  ];
}

function timings(result: ComposeResult): string[] {
  const phases = phaseTimings(result).map(({ phase, seconds, reused }) => [
    phase,
    formatSeconds(seconds),
    reused ? "reused" : "",
  ]);
  return table(["phase", "time", ""], phases);
}
