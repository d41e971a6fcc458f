import type { ImageDiff } from "@debootc/core/diff/image-diff";
import type { PathChange } from "@debootc/core/diff/path-change";
import type { Canvas } from "../../screen/screen.ts";
import { countOf, formatBytes, formatCount, formatSizeChange } from "@debootc/core/text/amount";
import { downloadRows } from "./diff-download.ts";
import { changeSigns, namesOfSides, packageCounts, tellingLabels } from "./diff-words.ts";
import { packageRows } from "./package-rows.ts";
import { truncate } from "../text/display-width.ts";
import { type Fact, factRows } from "../text/facts.ts";
import { printable } from "../text/printable.ts";

/** Shows what `diff` found. The names may come from untrusted images. */
export function diffSummary(diff: ImageDiff, canvas: Canvas): string {
  const { style, glyphs, directory } = canvas;
  const [old, current] = namesOfSides(diff, directory).map(printable);
  if (diff.identical) {
    return `${style.good(glyphs.done)} identical: ${old} and ${current} are both ${diff.new.manifestDigest}\n`;
  }
  return [
    "",
    `  ${style.heading(`${old} -> ${current}`)}`,
    ...factRows("What differs", facts(diff, canvas), canvas),
    ...packageRows(diff.packages?.changes ?? [], canvas),
    ...downloadRows(diff, canvas),
    ...labelRows(diff, canvas),
    ...pathRows(diff, canvas),
    "",
    "",
  ].join("\n");
}

function facts(diff: ImageDiff, { columns, style }: Canvas): Fact[] {
  const { old, new: current, paths } = diff;
  const digits = columns >= 160 ? 64 : 12;
  const short = (digest: string) => digest.replace(/^sha256:/, "").slice(0, digits);
  return [
    ...(old.architecture === current.architecture
      ? []
      : [{ ...changed("architecture", old.architecture, current.architecture), paint: style.warn }]),
    changed("version", old.version, current.version),
    changed("kernel", old.kernels.join(", "), current.kernels.join(", ")),
    ...(old.compose && current.compose
      ? [changed("commit", old.compose.checksum.slice(0, digits), current.compose.checksum.slice(0, digits))]
      : []),
    changed("image", short(old.manifestDigest), short(current.manifestDigest)),
    {
      ...changed("packages", numberOf(old.packages?.count), numberOf(current.packages?.count)),
      note: packageCounts(diff),
    },
    ...(old.packages && current.packages
      ? [sizes("installed", old.packages.installedSize, current.packages.installedSize)]
      : []),
    sizes("root", old.root.bytes, current.root.bytes),
    {
      label: "paths",
      value: `${formatCount(old.root.names)} -> ${formatCount(current.root.names)}`,
      note: `${formatCount(paths.added)} added, ${formatCount(paths.removed)} removed, ${formatCount(paths.changed)} changed`,
    },
  ].filter(({ value }) => value !== "");
}

function numberOf(count: number | undefined): string {
  return count === undefined ? "none" : formatCount(count);
}

function changed(label: string, from = "", to = ""): Fact {
  if (from === to) return { label, value: printable(to) };
  return { label, value: printable(`${from || "none"} -> ${to || "none"}`) };
}

function sizes(label: string, from: number, to: number): Fact {
  return {
    label,
    value: from === to ? formatBytes(to) : `${formatBytes(from)} -> ${formatBytes(to)}`,
    note: from === to ? "unchanged" : formatSizeChange(to - from),
  };
}

function labelRows(diff: ImageDiff, { columns, style, glyphs }: Canvas): string[] {
  const labels = tellingLabels(diff);
  if (labels.length === 0) return [];
  return [
    "",
    `  ${style.heading("Labels")}`,
    ...labels.flatMap(({ name, from, to }) => [
      `    ${printable(name)}`,
      `        ${truncate(printable(`${from ?? "none"} -> ${to ?? "none"}`), columns - 9, glyphs.ellipsis)}`,
    ]),
  ];
}

function pathRows({ paths }: ImageDiff, { style }: Canvas): string[] {
  if (paths.changes === undefined || paths.changes.length === 0) return [];
  return [
    "",
    `  ${style.heading(countOf(paths.changes.length, "path"))}`,
    ...paths.changes.map((change) => pathRow(change, style)),
  ];
}

function pathRow({ path, change, what, component }: PathChange, style: Canvas["style"]): string {
  const paint = { added: style.good, removed: style.bad, changed: style.accent }[change];
  const notes = [...what, ...(component === undefined ? [] : [`(${printable(component)})`])];
  const note = notes.length === 0 ? "" : style.faint(`  ${notes.join(" ")}`);
  return `    ${paint(changeSigns[change])} ${printable(path)}${note}`;
}
