import type { PushResult } from "@debootc/core/registry/push-record";
import { countOf, formatBytes } from "@debootc/core/text/amount";
import { code } from "@debootc/core/text/markdown";

/** Describes what a push gives to the steps after it. */
export const pushOutputs = {
  pushed: "what was pushed, as REGISTRY/NAME@DIGEST; empty if nothing was, or several images",
  "pushed-digest": "the digest of it: of the image, or of the index of several architectures",
  pushes: "all that was pushed as JSON: reference, digest, tags and images of each",
} as const;

/** Returns the outputs of pushes, of which there may be none. */
export function outputsOfPushes(pushed: readonly PushResult[]): Record<keyof typeof pushOutputs, string> {
  const [only, ...others] = pushed;
  const single = others.length === 0 ? only : undefined;
  return {
    pushed: single?.reference ?? "",
    "pushed-digest": single?.digest ?? "",
    pushes: JSON.stringify(pushed),
  };
}

/** Formats the part of a job's summary about pushes. */
export function pushSummaryLines(pushed: readonly PushResult[]): string[] {
  return pushed.flatMap(({ repository, reference, tags, images, sent, skipped, mounted }) => {
    const there = skipped.blobs + mounted.blobs;
    const name = tags[0] === undefined ? reference : `${repository}:${tags[0]}`;
    const use = images.every(({ bootable }) => bootable) ? `bootc switch ${name}` : `podman pull ${name}`;
    return [
      "",
      `**Pushed** ${code(reference)}${tags.length === 0 ? ", without a tag" : ` as ${tags.map(code).join(", ")}`}: ` +
        `${countOf(sent.blobs, "blob")} (${formatBytes(sent.bytes)}) sent, ${there} were there. On a machine: ${code(use)}`,
    ];
  });
}
