import { type ComposeFacts, composeChanges } from "@debootc/core/diff/compose-changes";
import { composeReport } from "@debootc/core/report/compose-report";
import { checksumsFile } from "@debootc/core/compose/checksums";
import { sbomFormats } from "@debootc/core/sbom/sbom-record";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { builtSourceId, extraSourceId } from "@debootc/core/debian/own-source";
import { defineNode, type Node } from "../../engine/node.ts";
import type { LegSlots, ReportFile } from "../run/leg-records.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import { installedPackages } from "../../root/packages/installed-packages.ts";
import { previousFacts } from "../run/previous-facts.ts";

/** Writes the page of a leg: what was made, what changed since the compose before, and how to use it. */
export function reportNode(setting: LegSetting, slots: LegSlots): Node<ReportFile> {
  return defineNode({
    leaves: slots.report,
    phase: "output",
    title: "Write the report",
    reads: {
      lock: slots.lock,
      plan: slots.plan,
      root: slots.root,
      commit: slots.commit,
      image: slots.image,
    },
    ifMade: { sbom: slots.sbom },
    // Its page has what the linter said, and how long all steps before it took.
    after: { lint: slots.lint, leg: slots.leg, disks: slots.disks },
    required: false,
    timeoutSeconds: 120,
    resources: { cpus: 1, memoryMiB: 128, diskMiB: 1 },
    run: async (records) => {
      const { directory, treefile, base, outputDir, previous, variant, page } = setting;
      const toPage = (path: string) => relative(dirname(page), path) || ".";
      const { plan, root, commit, image, sbom } = records;
      const { kernel, bytes, files } = root.record;
      const packages = await installedPackages(root.path);
      const facts: ComposeFacts = {
        id: directory.id,
        treeVersion: plan.treeVersion,
        kernel,
        checksum: commit.checksum,
        packages,
        layers: image.layers,
      };
      const kind = { outputDir, variant, architecture: treefile.architecture };
      const before = previous && (await previousFacts(previous.id, kind));
      const text = composeReport({
        compose: {
          composeId: directory.id,
          treefile: treefile.name,
          ref: commit.ref,
          treeVersion: plan.treeVersion,
          architecture: treefile.architecture,
          suite: treefile.suite,
          timestamp: plan.root.timestamp,
          kernel,
          commit,
          image,
          root: { bytes, files },
        },
        places: {
          // A compose of one leg is called like that.
          compose: toPage(setting.isLone ? directory.path : base),
          layout: toPage(join(base, "oci")),
          repo: toPage(join(base, "ostree")),
          sboms: (sbom?.documents ?? []).map(({ file }) => ({
            title: sbomFormats.find((format) => format.file === file)?.title ?? file,
            path: toPage(join(base, file)),
          })),
          disks: (records.disks ?? []).map(({ format, file }) => ({
            ...{ format, path: toPage(join(base, "images", file)) },
          })),
          checksums: toPage(join(directory.path, "compose", checksumsFile)),
        },
        packages,
        builtHere: records.lock.section.packages.flatMap(({ name, sourceId }) =>
          sourceId === builtSourceId || sourceId === extraSourceId ? [name] : [],
        ),
        layers: image.layers,
        timings: setting.timings(),
        changes: before && composeChanges(before, facts),
        lint: records.lint,
        warnings: setting.warnings(),
      });
      await mkdir(dirname(page), { recursive: true });
      await writeFile(page, text);
      return { output: { path: page } };
    },
  });
}
