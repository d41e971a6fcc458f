import { lockDiff } from "@debootc/core/lock/lock-diff";
import { diffRequestSchema } from "@debootc/core/request/diff-request";
import { defineCommand } from "../door/command-door.ts";
import { isGiven } from "../door/is-given.ts";
import { programName } from "../screen/program-name.ts";
import { diffMarkdown } from "../render/screens/diff-markdown.ts";
import { diffSummary } from "../render/screens/diff-summary.ts";
import { lockDiffMarkdown } from "../render/screens/lock-diff-markdown.ts";
import { lockDiffSummary } from "../render/screens/lock-diff-summary.ts";
import type { Canvas } from "../screen/screen.ts";

export const diff = defineCommand({
  description:
    "Compare two images or composes: packages, sizes, kernels, and what a host with the old one has to download. " +
    "Any Debian image will do: its packages are read from its own dpkg database. Of two locks, or a lock and a compose, " +
    "compare the packages of each architecture.",
  request: diffRequestSchema,
  examples: [
    {
      purpose: "show what the newest compose changed",
      command: `${programName} diff minimal-13-20261121.0 latest`,
    },
    {
      purpose: "compare two images of any origin, path by path",
      command: `${programName} diff oci:a:1.0 oci:b:2.0 --files`,
    },
    {
      purpose: "write what changed between two locks as Markdown",
      command: `${programName} diff old.lock.json minimal.lock.json --markdown`,
    },
  ],
  run: async (request, deps, { origins }) => {
    const { runLockDiff } = await import("@debootc/pipeline/diff/run-lock-diff");
    const arch = isGiven(origins, "arch") ? request.arch : undefined;
    const locks = await runLockDiff({ ...request, arch });
    if (locks !== undefined) {
      const text = (canvas: Canvas) =>
        request.markdown ? lockDiffMarkdown(locks, canvas.directory) : lockDiffSummary(locks, canvas);
      return { exitStatus: 0, result: JSON.parse(lockDiff.serialize(locks)), text };
    }
    const { runDiff } = await import("@debootc/pipeline/diff/run-diff");
    const result = await runDiff(request, deps);
    const text = (canvas: Canvas) =>
      request.markdown ? diffMarkdown(result, canvas.directory) : diffSummary(result, canvas);
    return { exitStatus: 0, result, text };
  },
});
