import type { LintRule } from "../lint-rule.ts";

export const hardlinkAcrossLayers: LintRule = {
  name: "hardlink-across-layers",
  level: "error",
  summary: "a hardlink and its first name are in the same layer",
  why: "bootc commits each layer by itself, and cannot import a link to a file that its own layer does not hold.",
  remedy: "Put all names of a file into one layer, each time one of them changes.",
  onlyImages: true,
  *check({ image }) {
    for (const { path, target, layer } of image?.hardlinks.foreign ?? []) {
      yield { path, message: `is a hardlink to ${target}, which its layer ${layer} does not hold` };
    }
  },
};

export const hardlinkSplit: LintRule = {
  name: "hardlink-split",
  level: "warning",
  summary: "a later layer replaces all names of a file or none",
  why: "The names were one file. Now some are the new one and others the old: they differ in content, mode or attributes, and both take space.",
  remedy:
    "Link the names again in the layer that changes the file. A step that only changes modes does this on overlay file systems without index=on.",
  onlyImages: true,
  *check({ image }) {
    for (const { path, layer, other, otherLayer } of image?.hardlinks.parted ?? []) {
      yield { path, message: `of layer ${layer} is no longer one file with ${other} of layer ${otherLayer}` };
    }
  },
};

export const pathThroughLink: LintRule = {
  name: "path-through-link",
  level: "error",
  summary: "no layer has names below a link",
  why: "Who unpacks layers into one root follows the link; who stacks them, as podman, Docker and bootc do, gets a directory in its place, and all that the link led to is hidden.",
  remedy: "Write the file to where the link leads: /usr/lib, not /lib.",
  onlyImages: true,
  *check({ image }) {
    for (const { path, layer, link } of image?.throughLinks ?? []) {
      yield { path, message: `of layer ${layer} lies below the link ${link}` };
    }
  },
};
