import type { LintRule } from "../lint-rule.ts";

/** bootc requires one of these keys and ignores the value. */
const labels = ["containers.bootc", "ostree.bootable"];

export const bootcLabel: LintRule = {
  name: "bootc-label",
  level: "error",
  summary: "the image has the label containers.bootc",
  why: "bootc switch, upgrade and install refuse an image without it.",
  remedy:
    "Set the label containers.bootc=1; in a Containerfile, use LABEL. Tools that rewrite layers may lose it.",
  onlyImages: true,
  *check({ image }) {
    if (image === undefined || labels.some((label) => Object.hasOwn(image.labels, label))) return;
    yield { message: "the image has no label containers.bootc" };
  },
};
