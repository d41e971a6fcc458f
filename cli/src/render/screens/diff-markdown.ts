import type { ImageDiff } from "@debootc/core/diff/image-diff";
import { countOf, formatBytes, formatCount, formatSizeChange } from "@debootc/core/text/amount";
import { nameOfLayer, namesOfSides, packageCounts, reasonOf, tellingLabels } from "./diff-words.ts";
import { code, folded, table } from "@debootc/core/text/markdown";
import { packageTable } from "@debootc/core/diff/package-table";

/** Formats what `diff` found as Markdown for GitHub and others. No text from an image is taken for markup. */
export function diffMarkdown(diff: ImageDiff, directory: string): string {
  const [old, current] = namesOfSides(diff, directory).map(code);
  if (diff.identical) return `${old} and ${current} are the same image, ${code(diff.new.manifestDigest)}.\n`;
  return [
    `### ${old} → ${current}`,
    "",
    ...table(["", "old", "new", ""], facts(diff)),
    ...packageTable(diff.packages?.changes ?? []),
    ...download(diff),
    ...labels(diff),
    ...paths(diff),
    "",
  ].join("\n");
}

function facts(diff: ImageDiff): string[][] {
  const { old, new: current } = diff;
  const rows = [
    ["version", code(old.version), code(current.version), ""],
    ["kernel", code(old.kernels.join(", ")), code(current.kernels.join(", ")), ""],
    ["packages", numberOf(old.packages?.count), numberOf(current.packages?.count), packageCounts(diff)],
    ...(old.packages && current.packages
      ? [sizes("installed", old.packages.installedSize, current.packages.installedSize)]
      : []),
    sizes("root", old.root.bytes, current.root.bytes),
    ["commit", code(old.compose?.checksum.slice(0, 12)), code(current.compose?.checksum.slice(0, 12)), ""],
    ["image", code(short(old.manifestDigest)), code(short(current.manifestDigest)), ""],
  ];
  return rows.filter(([, from, to]) => from !== "" || to !== "");
}

function sizes(label: string, from: number, to: number): string[] {
  return [label, formatBytes(from), formatBytes(to), from === to ? "" : formatSizeChange(to - from)];
}

function download(diff: ImageDiff): string[] {
  const { kept, fetched, repacked, changes } = diff.layers;
  const all = kept.size + fetched.size;
  const wanted = changes.filter(({ state }) => state !== "kept").toSorted((a, b) => b.size - a.size);
  const otherwise =
    repacked.count === 0
      ? ""
      : ` (${formatBytes(repacked.size)} of it is content that the host has in another compression)`;
  const head = `A host with the old image downloads **${formatBytes(fetched.size)}** of ${formatBytes(all)}${otherwise}: ${fetched.count} of ${countOf(kept.count + fetched.count, "layer")}.`;
  if (wanted.length === 0) return ["", head];
  const rows = wanted.map((layer) => [
    formatBytes(layer.size),
    code(nameOfLayer(layer)),
    code(reasonOf(layer, diff)),
  ]);
  return ["", head, "", ...folded("Layers", table(["size", "layer", "why"], rows))];
}

function labels(diff: ImageDiff): string[] {
  const rows = tellingLabels(diff).map(({ name, from, to }) => [code(name), code(from), code(to)]);
  return rows.length === 0 ? [] : ["", ...table(["label", "old", "new"], rows)];
}

function paths({ paths: found }: ImageDiff): string[] {
  if (found.changes === undefined || found.changes.length === 0) return [];
  const rows = found.changes.map(({ path, change, what, component }) => [
    code(path),
    change,
    what.join(", "),
    code(component),
  ]);
  return ["", ...folded(countOf(rows.length, "path"), table(["path", "", "what", "of"], rows))];
}

function numberOf(count: number | undefined): string {
  return count === undefined ? "no dpkg database" : formatCount(count);
}

function short(digest: string): string {
  return digest.slice(0, "sha256:".length + 12);
}
