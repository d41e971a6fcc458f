import { countsOf } from "@debootc/core/diff/change-counts";
import type { ComparedSide, ImageDiff } from "@debootc/core/diff/image-diff";
import type { LayerChange, LayerReason } from "@debootc/core/diff/layer-change";
import type { PackageChange } from "@debootc/core/diff/package-change";
import { countOf } from "@debootc/core/text/amount";
import { shortPath } from "../text/short-path.ts";

/** Returns what people call the two sides: their composes, the refs of two legs of one compose, or where their layouts are. */
export function namesOfSides(
  { old, new: current }: Pick<ImageDiff, "old" | "new">,
  directory: string,
): readonly [old: string, current: string] {
  const areOfOne = old.compose?.id === current.compose?.id && old.compose?.ref !== current.compose?.ref;
  const nameOf = ({ compose, layout, tag }: ComparedSide) => {
    if (compose !== undefined) return areOfOne ? compose.ref : compose.id;
    return `${shortPath(layout, directory)}${tag === undefined ? "" : `:${tag}`}`;
  };
  return [nameOf(old), nameOf(current)];
}

/** Maps what was added, removed or changed to the sign in front of it. */
export const changeSigns = {
  added: "+",
  removed: "-",
  upgraded: "~",
  downgraded: "~",
  rebuilt: "~",
  changed: "~",
};

/** Returns `1 added, 3 upgraded`, or why there is nothing to count. */
export function packageCounts({ old, new: current, packages }: ImageDiff): string {
  if (packages === undefined) {
    const without = [
      ...(old.packages ? [] : ["the old image"]),
      ...(current.packages ? [] : ["the new image"]),
    ];
    return `no dpkg database in ${without.join(" and ")}`;
  }
  return countsOf(packages.counts);
}

/** Returns `1 -> 2`, or the only version if the package was added, removed or rebuilt. */
export function versionsOf({ change, from, to }: PackageChange): string {
  if (from === undefined || to === undefined) return from ?? to ?? "";
  if (change === "rebuilt") return `${to}, rebuilt`;
  return `${from} -> ${to}${change === "downgraded" ? ", downgraded" : ""}`;
}

const namesShown = 3;

/** Names a layer's components, or its place if the image does not name them. */
export function nameOfLayer({ components, index }: LayerChange): string {
  if (components === undefined) return `layer ${index + 1}`;
  return listOf(components);
}

/** Says why a host downloads a layer. */
export function reasonOf({ state, reason }: LayerChange, { packages }: ImageDiff): string {
  if (state === "repacked") return "the same content in another compression";
  if (reason === undefined) return "";
  const { changed, joined, left } = reason;
  const changes = packages?.changes ?? [];
  const told = new Set(changed.map(({ component }) => component));
  const came = joined.filter((name) => !told.has(name));
  const parts = [
    ...(changed.length === 0
      ? []
      : [
          listOf(
            changed.map((part) => wordsOf(part, changes)),
            "; ",
          ),
        ]),
    ...(came.length === 0 ? [] : [`joined: ${listOf(came)}`]),
    ...(left.length === 0 ? [] : [`left: ${listOf(left)}`]),
  ];
  return parts.length === 0 ? "no path differs: split differently, or other times" : parts.join("; ");
}

function wordsOf(
  { component, example, paths }: LayerReason["changed"][number],
  changes: readonly PackageChange[],
): string {
  const own = changes.filter(({ source }) => source === component);
  const more = paths === 1 ? "" : ` and ${countOf(paths - 1, "more path")}`;
  if (own.length === 0) return `${component === undefined ? "" : `${component}: `}${example}${more}`;
  const versions = new Set(
    own.filter(({ from, to }) => from !== undefined && to !== undefined).map(versionsOf),
  );
  const kinds = new Set(own.map(({ change }) => change));
  return `${component} ${versions.size === 1 ? [...versions].join() : [...kinds].join(" and ")}`;
}

function listOf(names: readonly string[], separator = ", "): string {
  const rest = names.length - namesShown;
  if (rest <= 1) return names.join(separator);
  return `${names.slice(0, namesShown).join(separator)} and ${rest} more`;
}

/** Labels whose values say nothing by themselves, or are shown elsewhere. */
const quietLabels = new Set([
  "org.opencontainers.image.created",
  "org.opencontainers.image.version",
  "debootc.inputs",
  "debootc.lock",
  "debootc.kernel",
]);

/** Returns the changed labels that tell people something. */
export function tellingLabels({ labels }: ImageDiff): ImageDiff["labels"] {
  return labels.filter(({ name }) => !quietLabels.has(name));
}
