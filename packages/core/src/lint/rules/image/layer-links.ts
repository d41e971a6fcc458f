import type { LintRule } from "../lint-rule.ts";

export const hardlinkAcrossLayers: LintRule = {
  name: "hardlink-across-layers",
  level: "error",
  summary: "a hardlink and its first name are in the same layer",
  why: "bootc commits each layer separately, and cannot import a link to a file that is not in the same layer.",
  remedy: "Put all names of a file into one layer, whenever one of them changes.",
  onlyImages: true,
  *check({ image }) {
    for (const { path, target, layer } of image?.hardlinks.foreign ?? []) {
      yield { path, message: `is a hardlink to ${target}, which is not in its layer ${layer}` };
    }
  },
};

export const hardlinkSplit: LintRule = {
  name: "hardlink-split",
  level: "warning",
  summary: "a later layer replaces all names of a file or none",
  why: "The names were one file. Now some are the new file and others the old one: they differ in content, mode or attributes, and both take up space.",
  remedy:
    "Link the names again in the layer that changes the file. On overlay file systems without index=on, a step that only changes modes causes this too.",
  onlyImages: true,
  *check({ image }) {
    for (const { path, layer, other, otherLayer } of image?.hardlinks.parted ?? []) {
      yield {
        path,
        message: `in layer ${layer} is no longer the same file as ${other} in layer ${otherLayer}`,
      };
    }
  },
};

export const pathThroughLink: LintRule = {
  name: "path-through-link",
  level: "error",
  summary: "no layer has names below a link",
  why: "Tools that unpack layers into one root follow the link; those that stack them (podman, Docker, bootc) put a directory in its place, which hides everything that the link pointed to.",
  remedy: "Put the file where the link points: /usr/lib, not /lib.",
  onlyImages: true,
  *check({ image }) {
    for (const { path, layer, link } of image?.throughLinks ?? []) {
      yield { path, message: `in layer ${layer} is below the link ${link}` };
    }
  },
};
