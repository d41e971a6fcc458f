import type { BuildLogError } from "@debootc/core/mock-build/records/build-log-error";
import type { BuildResult } from "@debootc/core/mock-build/records/build-result";
import { type BuildStage, buildStageTitles } from "@debootc/core/event/build-stage";
import { formatBytes, formatSeconds } from "@debootc/core/text/amount";
import { shellWord } from "@debootc/core/text/shell-word";
import { join } from "node:path";
import type { Canvas } from "../../screen/screen.ts";
import { comparisonRows } from "./comparison-rows.ts";
import { diagnosticText } from "../text/diagnostic-text.ts";
import { displayWidth, pad, padLeft, truncate } from "../text/display-width.ts";
import { type ChrootAccess, enterCommand } from "../text/enter-command.ts";
import { type Fact, factRows } from "../text/facts.ts";
import { type NextStep, nextStepRows } from "../text/next-steps.ts";
import { printable } from "../text/printable.ts";
import { shortPath } from "../text/short-path.ts";
import { timingRows } from "../text/timing-table.ts";
import { warningRows } from "../text/warning-rows.ts";
import { wrapText } from "../text/wrap-text.ts";

/** A finished build and where it stands. */
interface ShownBuild {
  /** The result directory. */
  readonly directory: string;
  readonly result: BuildResult;
  readonly access: ChrootAccess;
}

/** The last screen of `mock-build`: what was built, or what failed, where and why; where it is, and what to do next. */
export function mockBuildSummary({ directory, result, access }: ShownBuild, canvas: Canvas): string {
  return [
    "",
    headline(result, canvas),
    ...(result.failure === undefined ? builtRows(result, canvas) : reasonRows(result, canvas)),
    ...result.proofs.flatMap((proof) => comparisonRows(proof, canvas)),
    ...factRows("Where it is", places(directory, result, canvas), canvas),
    ...timingRows(
      result.stages.map(({ stage, ...timing }) => ({
        ...timing,
        node: stage,
        phase: phases[stage],
        title: buildStageTitles[stage],
      })),
      { ...canvas, columns: Math.max(canvas.columns, 20) },
    ),
    ...warningRows(result.warnings, canvas),
    ...nextStepRows([...rootSteps(result, access), ...nextSteps(directory, result, canvas)], canvas),
    "",
    "",
  ].join("\n");
}

const phases: Readonly<Record<BuildStage, string>> = {
  configuration: "chroot",
  source: "source",
  base: "chroot",
  dependencies: "chroot",
  "arch-check": "package",
  unpack: "package",
  build: "package",
  results: "results",
  checks: "results",
  proof: "results",
};

function nameOf({ source, asked }: BuildResult): string {
  return printable(source === undefined ? asked : `${source.name} ${source.version}`);
}

function headline(result: BuildResult, { style, glyphs }: Canvas): string {
  const { failure, chroot, resources } = result;
  const name = style.heading(nameOf(result));
  const where = chroot === undefined ? "" : ` for ${chroot.suite}, ${chroot.hostArchitecture}`;
  if (result.proofs.some(({ outcome }) => outcome === "different")) {
    return `  ${style.bad(glyphs.failed)} ${name} is built${where}, and differs from what it was held against`;
  }
  if (failure === undefined) {
    return `  ${style.good(glyphs.done)} ${name} is built${where} in ${formatSeconds(resources.wallSeconds)}`;
  }
  const { stage, error } = failure;
  return `  ${style.bad(glyphs.failed)} ${name} is not built${where}: failed to ${buildStageTitles[stage]} ${style.faint(`(${error.class}, ${error.code})`)}`;
}

/** Binary packages first: they are what was wanted. */
function builtRows({ artefacts }: BuildResult, { columns, style, glyphs }: Canvas): string[] {
  const isBinary = ({ kind }: BuildResult["artefacts"][number]) => kind === "deb" || kind === "udeb";
  const ordered = [...artefacts.filter(isBinary), ...artefacts.filter((one) => !isBinary(one))];
  const widest = Math.max(0, ...ordered.map(({ name }) => displayWidth(name)));
  const width = Math.max(12, Math.min(widest, columns - 4 - 12));
  return [
    "",
    `  ${style.heading("What was built")}`,
    ...ordered.map((one) => {
      const name = pad(truncate(printable(one.name), width, glyphs.ellipsis), width);
      return `    ${isBinary(one) ? name : style.faint(name)} ${padLeft(formatBytes(one.size), 10)}`;
    }),
  ];
}

function reasonRows({ failure, files }: BuildResult, canvas: Canvas): string[] {
  if (failure === undefined) return [];
  const { style, columns } = canvas;
  const { error, firstError } = failure;
  const told =
    firstError === undefined
      ? messageRows(error.message, columns)
      : firstErrorRows(firstError, files, canvas);
  const hints = [...new Set([firstError?.hint, firstError === undefined ? error.hint : undefined])];
  return [
    "",
    `  ${style.heading("What failed")}`,
    ...told,
    ...(firstError === undefined
      ? error.diagnostics.map((one) => diagnosticText(one, { ...canvas, indent: 4 }))
      : []),
    ...hints.flatMap((hint) =>
      hint === undefined
        ? []
        : wrapText(printable(hint), columns - 12).map((line, index) =>
            index === 0 ? `    ${style.accent("hint:")} ${line}` : `      ${line}`,
          ),
    ),
  ];
}

function messageRows(message: string, columns: number): string[] {
  return message
    .split("\n")
    .flatMap((line) => wrapText(printable(line), columns - 5))
    .map((line) => `    ${line}`);
}

function firstErrorRows(error: BuildLogError, files: BuildResult["files"], canvas: Canvas): string[] {
  const { style, columns, glyphs } = canvas;
  const { file, line, column, directory, text, logLine, context } = error;
  const place = [file, ...(file === undefined ? [] : [line, column])]
    .filter((part) => part !== undefined)
    .join(":");
  const inside = directory === undefined ? "" : style.faint(` in ${printable(directory)}`);
  const width = String(context.at(-1)?.logLine ?? logLine).length;
  return [
    ...(place === "" ? [] : [`    ${style.accent(printable(place))}${inside}`]),
    ...wrapText(printable(text), columns - 5).map((row) => `    ${style.bad(row)}`),
    "",
    ...(context.length === 0
      ? []
      : [`    ${style.faint(`line ${logLine} of ${files.buildLog ?? "the log"}`)}`]),
    ...context.map((one) => {
      const row = truncate(printable(one.text), Math.max(10, columns - 9 - width), glyphs.ellipsis);
      const number = padLeft(String(one.logLine), width);
      return one.logLine === logLine
        ? `    ${style.bad(`${number} > ${row}`)}`
        : `    ${style.faint(`${number} |`)} ${row}`;
    }),
  ];
}

function places(directory: string, result: BuildResult, canvas: Canvas): Fact[] {
  const { files } = result;
  const short = `${shortPath(directory, canvas.directory)}/`;
  return [
    { label: "directory", value: short },
    { label: "all of it", value: `${short}result.json` },
    ...(files.buildLog === undefined ? [] : [{ label: "build", value: `${short}${files.buildLog}` }]),
    ...(files.rootLog === undefined ? [] : [{ label: "chroot", value: `${short}${files.rootLog}` }]),
    ...(files.lock === undefined
      ? []
      : [{ label: "lock", value: `${short}${files.lock}`, note: "makes this build root again" }]),
    ...rootPlace(result),
  ];
}

/** Of a package that does not build; in a user namespace none can be kept. */
function rootPlace({ failure, keptChroot, isolation }: BuildResult): Fact[] {
  if (keptChroot !== undefined)
    return [{ label: "root", value: `the chroot ${keptChroot}`, note: "as the build left it" }];
  if (failure?.error.code !== "build-failed" || isolation?.privilege === "user-namespace") return [];
  return [{ label: "root", value: "thrown away", note: "--keep-failed keeps it" }];
}

function rootSteps({ keptChroot }: BuildResult, access: ChrootAccess): NextStep[] {
  if (keptChroot === undefined) return [];
  return [
    {
      purpose: "look around in its root; the package is in /build/reproducible-path",
      command: enterCommand(keptChroot, access),
    },
  ];
}

function nextSteps(
  directory: string,
  { failure, files, artefacts }: BuildResult,
  canvas: Canvas,
): NextStep[] {
  const at = (name: string) => shellWord(shortPath(join(directory, name), canvas.directory));
  if (failure !== undefined) {
    const line = failure.firstError?.logLine;
    const log = files.buildLog ?? files.rootLog;
    return log === undefined
      ? []
      : [
          {
            purpose: "read the log where it went wrong",
            command: `less ${line === undefined ? "+G" : `+${line}`} ${at(log)}`,
          },
        ];
  }
  const deb = artefacts.find(({ kind }) => kind === "deb");
  const changes = artefacts.find(({ kind }) => kind === "changes");
  return [
    ...(deb === undefined
      ? []
      : [{ purpose: "look into a package", command: `dpkg-deb --contents ${at(deb.name)}` }]),
    ...(changes === undefined
      ? []
      : [{ purpose: "let lintian judge it", command: `lintian --info ${at(changes.name)}` }]),
  ];
}
