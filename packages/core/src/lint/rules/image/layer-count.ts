import type { LintRule } from "../lint-rule.ts";

const most = 127;

export const layerCount: LintRule = {
  name: "layer-count",
  level: "error",
  summary: `the image has at most ${most} layers`,
  why: "Docker stacks no more; bootc before 1.9 accepts 128, and podman's storage at most 500.",
  remedy:
    "Join layers: with container.max-layers in a treefile, or with an option of the tool that made them.",
  onlyImages: true,
  *check({ image }) {
    const count = image?.layers.length ?? 0;
    if (count > most) yield { message: `the image has ${count} layers` };
  },
};
