import { lockText } from "@debootc/core/lock/lock-text";
import { composeinfoJson } from "@debootc/core/compose/composeinfo";
import { imagesJson } from "@debootc/core/compose/images-metadata";
import { composedPackages, packagesRecord } from "@debootc/core/compose/packages-metadata";
import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Node } from "../../engine/node.ts";
import type { ComposeRecords } from "../run/compose-records.ts";
import type { ComposeSetting } from "../run/compose-setting.ts";
import { installedPackages } from "../../root/packages/installed-packages.ts";

/** Writes composeinfo.json and images.json in productmd's form, packages.json in ours, and the lock with its ids. */
export function metadataNode(setting: ComposeSetting): Node<ComposeRecords, "metadata"> {
  return {
    id: "metadata",
    phase: "output",
    title: "Write the metadata",
    reads: ["lock", "plan", "root", "image"],
    // The linter reads the lock that this writes again.
    after: ["lint"],
    required: true,
    timeoutSeconds: 60,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 1 },
    run: async ({ lock, plan, root, image }) => {
      const { id, release, variant, treefile, directory, base } = setting;
      const { architecture } = treefile;
      const top = join(directory.path, "compose");
      const installed = await installedPackages(root.path);
      const files = {
        "composeinfo.json": composeinfoJson({
          id,
          release,
          variants: [
            {
              id: variant,
              name: treefile.name,
              architectures: [{ architecture, images: relative(top, base) }],
            },
          ],
        }),
        "images.json": imagesJson({
          id,
          images: [
            {
              variant,
              architecture,
              type: image.bootable ? "bootable-container" : "container",
              format: "oci",
              path: relative(top, join(base, "oci")),
              size: image.size,
              digest: image.manifestDigest,
              mtime: plan.root.timestamp,
              bootable: image.bootable,
            },
          ],
        }),
        "packages.json": packagesRecord.serialize({
          composeId: directory.id,
          variants: { [variant]: { [architecture]: composedPackages(lock.section.packages, installed) } },
        }),
      };
      // With the ids the root ended with: what `debootc lock --ids` takes over.
      const section = { ...lock.section, ids: root.record.ids };
      await writeFile(lock.file, lockText({ architectures: { [architecture]: section } }));
      const paths: string[] = [];
      for (const [name, text] of Object.entries(files)) {
        const path = join(directory.metadata, name);
        await writeFile(path, text);
        paths.push(path);
      }
      return { output: { paths } };
    },
  };
}
