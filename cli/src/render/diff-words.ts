import type { ComparedSide, ImageDiff } from "@debootc/core/diff/image-diff";
import type { LayerChange, LayerReason } from "@debootc/core/diff/layer-change";
import type { PackageChange } from "@debootc/core/diff/package-change";
import { countOf, formatBytes } from "./amount.ts";
import { shortPath } from "./short-path.ts";

/** What people call one side: its compose, or where its layout is. */
export function nameOfSide({ compose, layout, tag }: ComparedSide, directory: string): string {
  if (compose !== undefined) return compose.id;
  return `${shortPath(layout, directory)}${tag === undefined ? "" : `:${tag}`}`;
}

/** `+1.2 MB`, `-300 B`, `0 B`. */
export function formatSizeChange(bytes: number): string {
  const sign = bytes > 0 ? "+" : bytes < 0 ? "-" : "";
  return `${sign}${formatBytes(Math.abs(bytes))}`;
}

/** Signs in front of what was added, removed and changed. */
export const changeSigns = {
  added: "+",
  removed: "-",
  upgraded: "~",
  downgraded: "~",
  rebuilt: "~",
  changed: "~",
};

/** `1 -> 2`, or what there is of it. */
export function versionsOf({ change, from, to }: PackageChange): string {
  if (from === undefined || to === undefined) return from ?? to ?? "";
  if (change === "rebuilt") return `${to}, rebuilt`;
  return `${from} -> ${to}${change === "downgraded" ? ", downgraded" : ""}`;
}

/** Binary packages of a change; none when there is only the one that is called as its source. */
export function binariesOf({ source, packages }: PackageChange): string[] {
  const names = packages.map(({ name, architecture }) =>
    packages.filter((other) => other.name === name).length > 1 ? `${name}:${architecture}` : name,
  );
  return names.length === 1 && names[0] === source ? [] : names;
}

const namesShown = 3;

/** Names of a layer's components, or its place where the image does not tell. */
export function nameOfLayer({ components, index }: LayerChange): string {
  if (components === undefined) return `layer ${index + 1}`;
  return listOf(components);
}

/** Why a host downloads a layer. */
export function reasonOf({ state, reason }: LayerChange, { packages }: ImageDiff): string {
  if (state === "repacked") return "the same content, packed otherwise";
  if (reason === undefined) return "";
  const changes = packages?.changes ?? [];
  const parts = [
    ...(reason.packages.length === 0
      ? []
      : [listOf(reason.packages.map((source) => wordsOf(source, changes)))]),
    ...(reason.joined.length === 0 ? [] : [`came: ${listOf(reason.joined)}`]),
    ...(reason.left.length === 0 ? [] : [`left: ${listOf(reason.left)}`]),
  ];
  return (parts.length === 0 ? [pathsOf(reason)] : parts).join("; ");
}

function wordsOf(source: string, changes: readonly PackageChange[]): string {
  const own = changes.filter((change) => change.source === source);
  const kinds = [...new Set(own.map(({ change }) => change))];
  const versions = [
    ...new Set(own.filter(({ from, to }) => from !== undefined && to !== undefined).map(versionsOf)),
  ];
  return versions.length === 1 ? `${source} ${versions[0]}` : `${source} ${kinds.join(" and ")}`;
}

function pathsOf({ examples, changedPaths }: LayerReason): string {
  const [first] = examples;
  if (first === undefined) return changedPaths === 0 ? "no path differs, only times or order" : "directories";
  return changedPaths === 1 ? first : `${first} and ${countOf(changedPaths - 1, "more path")}`;
}

function listOf(names: readonly string[]): string {
  const rest = names.length - namesShown;
  if (rest <= 1) return names.join(", ");
  return `${names.slice(0, namesShown).join(", ")} and ${rest} more`;
}

/** Labels whose values say nothing by themselves, or that are told elsewhere. */
const quietLabels = new Set([
  "org.opencontainers.image.created",
  "org.opencontainers.image.version",
  "debootc.inputs",
  "debootc.lock",
  "debootc.kernel",
]);

export function tellingLabels({ labels }: ImageDiff): ImageDiff["labels"] {
  return labels.filter(({ name }) => !quietLabels.has(name));
}
