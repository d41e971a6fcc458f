import { publishRef } from "@debootc/tools/ostree-repository";
import { flushFileSystem } from "@debootc/tools/sync";
import { join } from "node:path";
import type { Node } from "../../engine/node.ts";
import type { ComposeRecords } from "../compose-records.ts";
import type { ComposeSetting } from "../compose-setting.ts";

/** Lets the ref name the commit once everything else is there, and brings it all to disk. */
export function publishNode(setting: ComposeSetting): Node<ComposeRecords, "publish"> {
  return {
    id: "publish",
    phase: "cleanup",
    title: "Publish",
    reads: ["commit", "image", "metadata"],
    after: ["lint", "report"],
    required: true,
    timeoutSeconds: 300,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 1 },
    run: async ({ commit }) => {
      await publishRef(join(setting.base, "ostree"), commit.ref, commit.checksum);
      await flushFileSystem(setting.directory.path);
      return { output: { ref: commit.ref } };
    },
  };
}
