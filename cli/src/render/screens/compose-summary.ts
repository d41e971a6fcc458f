import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { dirname, join } from "node:path";
import { programName } from "../../screen/program-name.ts";
import type { Canvas } from "../../screen/screen.ts";
import { shellWord } from "@debootc/core/text/shell-word";
import { countOf, formatBytes, formatCount } from "@debootc/core/text/amount";
import { type Fact, factRows } from "../text/facts.ts";
import { type NextStep, nextStepRows } from "../text/next-steps.ts";
import { shortPath } from "../text/short-path.ts";
import { timingRows } from "../text/timing-table.ts";
import { warningRows } from "../text/warning-rows.ts";

/** The last screen of `compose`: what was made, where it is, how long it took, and what to try next. */
export function composeSummary(result: ComposeResult, canvas: Canvas): string {
  const { style, glyphs, directory } = canvas;
  return [
    "",
    result.failed === undefined
      ? `  ${style.good(glyphs.done)} ${style.heading(result.composeId)} is ready`
      : `  ${style.warn(glyphs.warning)} ${style.heading(result.composeId)} is incomplete: ${result.failed.join(", ")} failed`,
    ...unchangedRows(result, canvas),
    ...factRows("What it contains", contents(result, canvas), canvas),
    ...factRows("Where it is", places(result, directory), canvas),
    ...timingRows(result.nodes, canvas),
    ...warningRows(result.warnings, canvas),
    ...nextStepRows(nextSteps(result, directory), canvas),
    "",
    "",
  ].join("\n");
}

/** One line on a compose for which nothing had to be made, never broken so that a log can be searched for it. */
function unchangedRows({ unchanged, nodes }: ComposeResult, { columns, style }: Canvas): string[] {
  if (unchanged === undefined) return [];
  const reused = nodes.flatMap(({ node, outcome }) => (outcome === "reused" ? [node] : [])).join(", ");
  const text =
    unchanged.since === undefined
      ? `nothing had to be made: reused ${reused} of content ${shortDigest(unchanged.content, columns)}`
      : `nothing changed: reused ${reused} of ${unchanged.since}`;
  return [`    ${style.accent(text)}`];
}

function contents(result: ComposeResult, { style, columns }: Canvas): Fact[] {
  const { commit, image, root, downloadBytes } = result;
  const downloaded = downloadBytes === undefined ? {} : { note: `${formatBytes(downloadBytes)} downloaded` };
  return [
    {
      label: "Debian",
      value: `${result.suite}, ${result.architecture}`,
      note: `version ${result.treeVersion}`,
    },
    { label: "packages", value: formatCount(result.packageCount), ...downloaded },
    result.kernel === undefined
      ? { label: "kernel", value: "no kernel: not bootable", paint: style.warn }
      : { label: "kernel", value: result.kernel },
    { label: "root", value: formatBytes(root.bytes), note: `in ${countOf(root.files, "file")}` },
    { label: "ref", value: result.ref },
    {
      label: "commit",
      value: shortDigest(commit.checksum, columns),
      ...(commit.bootable ? { note: "bootable" } : {}),
    },
    ...(commit.signedBy ?? []).map((key) => ({ label: "signed by", value: key })),
    {
      label: "image",
      value: shortDigest(image.manifestDigest, columns),
      note: `${formatBytes(image.size)}, ${image.compression}${
        image.layerCount === undefined ? "" : `, ${countOf(image.layerCount, "layer")}`
      }`,
    },
    ...(image.update === undefined
      ? []
      : [
          {
            label: "update",
            value: formatBytes(image.update.bytes),
            note: `for a host of the image before: ${countOf(image.update.layers, "layer")}`,
          },
        ]),
  ];
}

function places({ directory: compose, commit, image, files }: ComposeResult, directory: string): Fact[] {
  const shown = (path: string) => shortPath(throughLatest(path, compose), directory);
  return [
    {
      label: "compose",
      value: `${shortPath(compose, directory)}/`,
      note: `${shortPath(latestOf(compose), directory)} leads there`,
    },
    { label: "ostree repo", value: `${shown(commit.repo)}/` },
    { label: "OCI layout", value: `${shown(image.layout)}/` },
    { label: "lock", value: shown(files.lock) },
    ...(files.report === undefined ? [] : [{ label: "report", value: shown(files.report) }]),
    { label: "logs", value: shown(files.log) },
  ];
}

function nextSteps(result: ComposeResult, directory: string): NextStep[] {
  const { commit, image, ref } = result;
  const stable = (path: string) => shellWord(shortPath(throughLatest(path, result.directory), directory));
  const compose =
    shortPath(latestOf(result.directory), directory) === "out/latest" ? "latest" : stable(result.directory);
  const container = `oci:${stable(image.layout)}:${image.tag}`;
  return [
    ...(commit.bootable
      ? [{ purpose: "boot it in a virtual machine", command: `${programName} boot ${compose}` }]
      : []),
    { purpose: "look around in it as a container", command: `podman run --rm -it ${container} bash` },
    { purpose: "read the image's labels and layers", command: `skopeo inspect ${container}` },
    {
      purpose: "read the commit and its metadata",
      command: `ostree --repo=${stable(commit.repo)} log ${shellWord(ref)}`,
    },
  ];
}

function latestOf(compose: string): string {
  return join(dirname(compose), "latest");
}

/** The same file by `latest`, which is shorter than an id and moves on with the next compose. */
function throughLatest(path: string, compose: string): string {
  const inside = shortPath(path, compose);
  return inside.startsWith("/") ? path : join(dirname(compose), "latest", inside);
}

// All 64 digits where they fit beside their label; 12 are enough to tell two composes apart.
function shortDigest(digest: string, columns: number): string {
  if (columns >= 120) return digest;
  const [algorithm, hex] = digest.includes(":") ? digest.split(":") : ["", digest];
  return `${algorithm === "" ? "" : `${algorithm}:`}${(hex ?? "").slice(0, 12)}`;
}
