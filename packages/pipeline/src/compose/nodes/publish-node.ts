import { setRef } from "@debootc/tools/ostree/ostree-refs";
import { signCommit, writeSummary } from "@debootc/tools/ostree/ostree-signing";
import { flushFileSystem } from "@debootc/tools/sync";
import { join } from "node:path";
import type { Node } from "../../engine/node.ts";
import type { ComposeRecords } from "../run/compose-records.ts";
import type { ComposeSetting } from "../run/compose-setting.ts";

/** Signs the commit, lets the ref name it once everything else is there, and brings it all to disk. */
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
      const repo = join(setting.base, "ostree");
      const { signal } = setting.dependencies;
      await setRef(repo, commit.ref, commit.checksum);
      for (const key of setting.signingKeys) await signCommit(repo, commit.checksum, key, signal);
      // A client believes a stale summary over the ref itself.
      await writeSummary(repo, ".", setting.signingKeys, signal);
      await flushFileSystem(setting.directory.path);
      return { output: { ref: commit.ref } };
    },
  };
}
