import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import { composedPackages, packagesOfLeg } from "@debootc/core/compose/packages-metadata";
import { lockText } from "@debootc/core/lock/lock-text";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defineNode, type Node } from "../../engine/node.ts";
import { installedPackages } from "../../root/packages/installed-packages.ts";
import { legFiles } from "../run/leg-files.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import type { LegRecords, LegSlots } from "../run/leg-records.ts";

/** Says what a leg came to, for the metadata of the whole compose. Writes its packages, and its lock again, with its ids. */
export function legNode(setting: LegSetting, slots: LegSlots): Node<LegRecords["leg"]> {
  return defineNode({
    leaves: slots.leg,
    phase: "output",
    title: "Sum up",
    reads: {
      lock: slots.lock,
      plan: slots.plan,
      root: slots.root,
      commit: slots.commit,
      image: slots.image,
    },
    ifMade: { sbom: slots.sbom },
    // The linter reads the lock that this writes again. Disks may be missing, where the treefile says so.
    after: { lint: slots.lint, disks: slots.disks },
    required: true,
    timeoutSeconds: 60,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 1 },
    run: async (records) => {
      const { lock, root } = records;
      const { architecture, base, directory } = setting;
      // With the ids the root ended with: what `debootc lock --ids` takes over.
      const section = { ...lock.section, ids: root.record.ids };
      await writeFile(lock.file, lockText({ architectures: { [architecture]: section } }));
      const packages = composedPackages(lock.section.packages, await installedPackages(root.path));
      await writeFile(join(base, "packages.json"), packagesOfLeg(directory.id, setting, packages));
      const files = await digestsIn(base);
      return {
        output: { composed: { ...composedLeg(setting, records), ...disksOf(records), files }, packages },
      };
    },
  });
}

function disksOf({ disks }: Pick<LegRecords, "disks">): Pick<ComposedLeg, "disks"> {
  return disks === undefined ? {} : { disks: [...disks] };
}

async function digestsIn(directory: string): Promise<ComposedLeg["files"]> {
  const digests = (await legFiles(directory)).map(async (name) => [
    name,
    (await fileDigest(join(directory, name))).digest,
  ]);
  return Object.fromEntries(await Promise.all(digests)) as ComposedLeg["files"];
}

type Made = Pick<LegRecords, "lock" | "plan" | "root" | "commit" | "image">;

function composedLeg(
  { variant, architecture, title, metadata, treefile, base, signingKeys }: LegSetting,
  { lock, plan, root, commit, image }: Made,
): Omit<ComposedLeg, "files"> {
  const { kernel, bytes, files } = root.record;
  return {
    ...{ variant, architecture, title },
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    treefile: treefile.name,
    ref: commit.ref,
    treeVersion: plan.treeVersion,
    timestamp: new Date(plan.root.timestamp * 1000).toISOString(),
    suite: treefile.suite,
    packageCount: lock.section.packages.length,
    ...(kernel === undefined ? {} : { kernel }),
    commit: {
      checksum: commit.checksum,
      repo: join(base, "ostree"),
      bootable: commit.bootable,
      ...(signingKeys.length === 0 ? {} : { signedBy: signingKeys.map(({ fingerprint }) => fingerprint) }),
    },
    image: {
      layout: join(base, "oci"),
      manifestDigest: image.manifestDigest,
      size: image.size,
      compression: image.compression,
      layerCount: image.layers.length,
      tag: image.tag,
    },
    root: { bytes, files },
    lock: lock.file,
  };
}
