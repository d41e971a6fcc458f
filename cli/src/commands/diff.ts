import { diffRequestSchema } from "@debootc/core/request/diff-request";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { diffMarkdown } from "../render/screens/diff-markdown.ts";
import { diffSummary } from "../render/screens/diff-summary.ts";
import type { Canvas } from "../screen/screen.ts";

export const diff = defineCommand({
  description:
    "Compare two images or composes: packages, sizes, kernels, and what a host with the old one has to download. " +
    "Any image of Debian can be compared: its packages are read from its own dpkg database.",
  request: diffRequestSchema,
  examples: [
    {
      purpose: "what the newest compose changed",
      command: `${programName} diff minimal-13-20261121.0 latest`,
    },
    { purpose: "for the notes of a release", command: `${programName} diff old latest --markdown` },
    {
      purpose: "two images of any origin, every path",
      command: `${programName} diff oci:a:1.0 oci:b:2.0 --files`,
    },
  ],
  run: async (request, deps) => {
    const { runDiff } = await import("@debootc/pipeline/diff/run-diff");
    const result = await runDiff(request, deps);
    const text = (canvas: Canvas) =>
      request.markdown ? diffMarkdown(result, canvas.directory) : diffSummary(result, canvas);
    return { exitStatus: 0, result, text };
  },
});
