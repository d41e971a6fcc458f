import type { LintRule } from "../lint-rule.ts";

/** bootc asks for either key and does not look at the value. */
const labels = ["containers.bootc", "ostree.bootable"];

export const bootcLabel: LintRule = {
  name: "bootc-label",
  level: "error",
  summary: "the image has the label containers.bootc",
  why: "bootc switch, upgrade and install refuse an image that does not say it is made for them.",
  remedy:
    "Set the label containers.bootc=1, in a Containerfile with LABEL. Tools that rewrite layers may lose it.",
  onlyImages: true,
  *check({ image }) {
    if (image === undefined || labels.some((label) => Object.hasOwn(image.labels, label))) return;
    yield { message: "the image has no label containers.bootc" };
  },
};
