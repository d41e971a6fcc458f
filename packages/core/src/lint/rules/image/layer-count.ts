import type { LintRule } from "../lint-rule.ts";

const most = 127;

export const layerCount: LintRule = {
  name: "layer-count",
  level: "error",
  summary: `the image has at most ${most} layers`,
  why: "Docker stacks no more, bootc before 1.9 takes 128, and podman's store ends at 500.",
  remedy: "Join layers: container.max-layers of a treefile, or the option of the tool that made them.",
  onlyImages: true,
  *check({ image }) {
    const count = image?.layers.length ?? 0;
    if (count > most) yield { message: `the image has ${count} layers` };
  },
};
