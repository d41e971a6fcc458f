import { type ComposedDisk, diskImagesRecord } from "@debootc/core/disk/disk-images-record";
import { digestOf } from "@debootc/core/record/digest";
import { installedVersions } from "@debootc/tools/dpkg/dpkg-query";
import { makeDirectories } from "@debootc/tools/files/paths";
import { join } from "node:path";
import { cachedRecord } from "../../cache/cached-record.ts";
import { diskPackages } from "../../disk/disk-packages.ts";
import { untrustedFaults } from "../../composed/warn-of-access.ts";
import { makeImages, placeImages } from "../../disk/cached-images.ts";
import { defineNode, type Node } from "../../engine/node.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import type { LegSlots } from "../run/leg-records.ts";
import { refuseDisklessTree } from "../run/refuse-diskless-tree.ts";
import { diskKey } from "../run/step-keys.ts";

/** Deploys the commit on a disk, in each format that the treefile wants. Only for a treefile that wants any. */
export function diskNode(setting: LegSetting, slots: LegSlots): Node<readonly ComposedDisk[]> {
  const { treefile, base, cache, privilege, directory } = setting;
  return defineNode({
    leaves: slots.disks,
    phase: "output",
    title: "Make the disk images",
    reads: { plan: slots.plan, root: slots.root, commit: slots.commit, image: slots.image },
    required: treefile.disk?.images?.required ?? true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 6144 },
    run: async ({ plan, root, commit, image }, context) => {
      const { images, options } = refuseDisklessTree(treefile, root.record.kernel);
      const { checksum, ref } = commit;
      // A signature has a date, so it would make each disk another: the compose signs when all is made.
      const hint =
        "For machines, compose with --gpg-key-file, and make their disks of it with `debootc export disk`.";
      for (const diagnostic of untrustedFaults(plan.root.ostreeRemote, hint))
        context.report({ type: "diagnostic", diagnostic });
      const { architecture } = treefile;
      const { manifestDigest, tag } = image;
      const wanted = {
        compose: {
          ...{ architecture, ref },
          commit: { checksum, repo: join(base, "ostree") },
          image: { layout: join(base, "oci"), manifestDigest, tag },
        },
        ...{ plan, options, formats: images.formats },
      };
      const { record, lease, reused } = await cachedRecord({
        cache,
        kind: "disk",
        key: diskKey(setting, { ...wanted, tools: await installedVersions(diskPackages) }),
        format: diskImagesRecord,
        outputDigest: digestOf,
        make: (entry) => makeImages(wanted, entry, privilege, context),
      });
      await using _held = lease;
      const target = join(base, "images");
      await makeDirectories(target);
      const named = record.images.map((image) => ({
        ...image,
        file: `${directory.id}.${architecture}.${image.format}`,
      }));
      await placeImages(lease.path, named, target, context);
      for (const { format, file, digest, size } of named)
        context.report({ type: "artifact", kind: `disk-${format}`, path: join(target, file), digest, size });
      return { output: named, reused };
    },
  });
}
