import { digestOf } from "@debootc/core/record/digest";
import { sbomRecord } from "@debootc/core/sbom/sbom-record";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedRecord } from "../../cache/cached-record.ts";
import { defineNode, type Node } from "../../engine/node.ts";
import { attachDocuments } from "../../image/attach-documents.ts";
import { hashFilesOperation } from "../../sbom/hash-files-operation.ts";
import { writeSboms } from "../../sbom/write-sboms.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import type { LegRecords, LegSlots } from "../run/leg-records.ts";
import { sbomKey } from "../run/step-keys.ts";

/** Writes what the image consists of next to it, and attaches that to it. */
export function sbomNode(setting: LegSetting, slots: LegSlots): Node<LegRecords["sbom"]> {
  return defineNode({
    leaves: slots.sbom,
    phase: "output",
    title: "Write the SBOMs",
    reads: { lock: slots.lock, plan: slots.plan, root: slots.root, commit: slots.commit, image: slots.image },
    required: true,
    timeoutSeconds: 600,
    resources: { cpus: 1, memoryMiB: 256, diskMiB: 64 },
    run: async ({ lock, plan, root, commit, image }, context) => {
      const { base, cache, request } = setting;
      const files = request.sbomFiles;
      const described = {
        name: plan.container.title,
        version: plan.treeVersion,
        architecture: plan.root.architecture,
        suite: setting.treefile.suite,
        ref: plan.ref,
        commit: commit.checksum,
        manifestDigest: image.manifestDigest,
        timestamp: plan.root.timestamp,
      };
      const { record, lease, reused } = await cachedRecord({
        cache,
        kind: "sbom",
        key: sbomKey(setting, described, { tree: root.record.digest, lock: lock.digest, files }),
        format: sbomRecord,
        outputDigest: digestOf,
        make: async (directory) => {
          const hashedFiles = files ? join(context.workDirectory, "files.jsonl") : undefined;
          if (hashedFiles !== undefined) {
            const asked = { root: root.path, output: hashedFiles };
            await runPrivileged(hashFilesOperation, asked, setting.privilege, context);
          }
          const locked = lock.section.packages;
          return writeSboms({ image: described, root: root.path, locked, hashedFiles }, directory);
        },
      });
      setting.hold(lease);
      const documents = record.documents.map((one) => ({
        ...one,
        title: one.file,
        path: join(base, one.file),
      }));
      for (const { file, path } of documents) await copyFile(join(lease.path, file), path);
      await attachDocuments({
        layout: join(base, "oci"),
        image: image.manifestDigest,
        timestamp: plan.root.timestamp,
        documents,
      });
      return { output: record, reused };
    },
  });
}
