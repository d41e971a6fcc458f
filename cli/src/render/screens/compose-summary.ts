import type { ComposeResult, LegResult } from "@debootc/core/compose/compose-result";
import { legText } from "@debootc/core/compose/leg-name";
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
import { stoppedComposeText } from "../text/stopped-compose-text.ts";

/** Returns the last screen of `compose`: what was built, where it is, how long it took, and what to try next. */
export function composeSummary(result: ComposeResult, canvas: Canvas): string {
  if (result.leftOut !== undefined) return stoppedComposeText(result, canvas);
  const { style, glyphs, directory } = canvas;
  const [only, ...others] = result.legs;
  const parts =
    only === undefined || others.length > 0 ? severalLegs(result, canvas) : oneLeg(result, only, canvas);
  return [
    "",
    result.failed === undefined
      ? `  ${style.good(glyphs.done)} ${style.heading(result.composeId)} is ready`
      : `  ${style.warn(glyphs.warning)} ${style.heading(result.composeId)} is incomplete: ${result.failed.join(", ")} failed`,
    ...parts.unchanged,
    ...factRows("What it contains", parts.contents, canvas),
    ...factRows("Where it is", places(result, parts.places, directory), canvas),
    ...timingRows(result.nodes, canvas),
    ...warningRows(result.warnings, canvas),
    ...nextStepRows(parts.nextSteps, canvas),
    "",
    "",
  ].join("\n");
}

interface Parts {
  readonly unchanged: readonly string[];
  readonly contents: readonly Fact[];
  /** Besides the compose, its report and its logs. */
  readonly places: readonly Fact[];
  readonly nextSteps: readonly NextStep[];
}

function oneLeg(result: ComposeResult, leg: LegResult, canvas: Canvas): Parts {
  const { directory } = canvas;
  const shown = shownIn(result, directory);
  return {
    unchanged: unchangedRows(leg, result, canvas),
    contents: contents(leg, canvas),
    places: [
      { label: "ostree repo", value: `${shown(leg.commit.repo)}/` },
      { label: "OCI layout", value: `${shown(leg.image.layout)}/` },
      ...(leg.disks ?? []).map(({ format, file }) => ({
        ...{ label: `disk, ${format}`, value: shown(join(dirname(leg.image.layout), "images", file)) },
      })),
      { label: "lock", value: shown(leg.lock) },
    ],
    nextSteps: nextSteps(leg, result, directory),
  };
}

function severalLegs(result: ComposeResult, { directory, style }: Canvas): Parts {
  const { legs } = result;
  const word = composeWord(result, directory);
  const bootable = legs.find(({ commit }) => commit.bootable);
  return {
    unchanged: [],
    contents: legs.map((leg) => ({
      label: legText(leg),
      value: leg.treeVersion,
      note: `${countOf(leg.packageCount, "package")}, image of ${formatBytes(leg.image.size)}${leg.unchanged === undefined ? "" : ", unchanged"}`,
      ...(leg.commit.bootable ? {} : { paint: style.warn }),
    })),
    places: [],
    nextSteps:
      bootable === undefined
        ? []
        : [
            {
              purpose: "log in to one of them, in a virtual machine",
              command: `${programName} run ${word}/${legText(bootable)} --ssh`,
            },
          ],
  };
}

/** Says in one line that nothing had to be built; the line is never broken, so that one can search a log for it. */
function unchangedRows(
  { unchanged }: LegResult,
  { nodes }: ComposeResult,
  { columns, style }: Canvas,
): string[] {
  if (unchanged === undefined) return [];
  const reused = nodes.flatMap(({ node, outcome }) => (outcome === "reused" ? [node] : [])).join(", ");
  const text =
    unchanged.since === undefined
      ? `nothing had to be built: reused ${reused} with content ${shortDigest(unchanged.content, columns)}`
      : `nothing changed: reused ${reused} from ${unchanged.since}`;
  return [`    ${style.accent(text)}`];
}

function contents(leg: LegResult, { style, columns }: Canvas): Fact[] {
  const { commit, image, root, downloadBytes, update } = leg;
  return [
    {
      label: "Debian",
      value: `${leg.suite}, ${leg.architecture}`,
      note: `version ${leg.treeVersion}`,
    },
    {
      label: "packages",
      value: formatCount(leg.packageCount),
      note: `${formatBytes(downloadBytes)} downloaded`,
    },
    leg.kernel === undefined
      ? { label: "kernel", value: "no kernel: not bootable", paint: style.warn }
      : { label: "kernel", value: leg.kernel },
    { label: "root", value: formatBytes(root.bytes), note: `in ${countOf(root.files, "file")}` },
    { label: "ref", value: leg.ref },
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
    ...(update === undefined
      ? []
      : [
          {
            label: "update",
            value: formatBytes(update.bytes),
            note: `for a host with the previous image: ${countOf(update.layers, "layer")}`,
          },
        ]),
  ];
}

function places(
  { directory: compose, files, ...result }: ComposeResult,
  ofLeg: readonly Fact[],
  directory: string,
): Fact[] {
  const shown = shownIn({ ...result, directory: compose }, directory);
  return [
    {
      label: "compose",
      value: `${shortPath(compose, directory)}/`,
      note: `${shortPath(latestOf(compose), directory)} points there`,
    },
    ...ofLeg,
    ...(files.report === undefined ? [] : [{ label: "report", value: shown(files.report) }]),
    { label: "logs", value: shown(files.log) },
  ];
}

/** Returns how paths of a compose are shown: through `latest`. */
function shownIn({ directory: compose }: Pick<ComposeResult, "directory">, directory: string) {
  return (path: string) => shortPath(throughLatest(path, compose), directory);
}

function nextSteps(
  { commit, image, ref, hasBootLoader, found }: LegResult,
  result: ComposeResult,
  directory: string,
): NextStep[] {
  const stable = (path: string) => shellWord(shownIn(result, directory)(path));
  const container = `oci:${stable(image.layout)}:${image.tag}`;
  return [
    ...(found === undefined || found.errors + found.warnings === 0
      ? []
      : [
          {
            purpose: `read what the linter found: ${countOf(found.errors, "error")}, ${countOf(found.warnings, "warning")}`,
            command: `${programName} lint ${composeWord(result, directory)}`,
          },
        ]),
    ...(commit.bootable
      ? [
          {
            purpose: "log in to it, in a virtual machine",
            command: `${programName} run ${composeWord(result, directory)} --ssh`,
          },
          {
            purpose: "prove that it boots, and that no service fails",
            command: `${programName} boot ${composeWord(result, directory)}`,
          },
        ]
      : []),
    ...(commit.bootable && hasBootLoader
      ? [
          {
            purpose: "write it to a disk",
            command: `${programName} export disk ${composeWord(result, directory)}`,
          },
        ]
      : []),
    { purpose: "look around in it as a container", command: `podman run --rm -it ${container} bash` },
    { purpose: "read the image's labels and layers", command: `skopeo inspect ${container}` },
    {
      purpose: "read the commit and its metadata",
      command: `ostree --repo=${stable(commit.repo)} log ${shellWord(ref)}`,
    },
  ];
}

/** Returns how commands name the compose. */
function composeWord({ directory: compose }: ComposeResult, directory: string): string {
  if (shortPath(latestOf(compose), directory) === "out/latest") return "latest";
  return shellWord(shortPath(throughLatest(compose, compose), directory));
}

function latestOf(compose: string): string {
  return join(dirname(compose), "latest");
}

/** Returns the same file through `latest`, which is shorter than an id and moves on with the next compose. */
function throughLatest(path: string, compose: string): string {
  const inside = shortPath(path, compose);
  return inside.startsWith("/") ? path : join(dirname(compose), "latest", inside);
}

// All 64 digits if they fit next to their label; 12 are enough to tell two composes apart.
function shortDigest(digest: string, columns: number): string {
  if (columns >= 120) return digest;
  const [algorithm, hex] = digest.includes(":") ? digest.split(":") : ["", digest];
  return `${algorithm === "" ? "" : `${algorithm}:`}${(hex ?? "").slice(0, 12)}`;
}
