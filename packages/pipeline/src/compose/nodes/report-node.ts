import { type ComposeFacts, composeChanges } from "@debootc/core/diff/compose-changes";
import { composeReport } from "@debootc/core/report/compose-report";
import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { builtSourceId } from "@debootc/core/debian/own-source";
import type { Node } from "../../engine/node.ts";
import type { ComposeRecords } from "../run/compose-records.ts";
import type { ComposeSetting } from "../run/compose-setting.ts";
import { installedPackages } from "../../root/packages/installed-packages.ts";
import { previousFacts } from "../run/previous-facts.ts";

/** Writes `report.html`: what was made, what changed since the compose before, and how to use it. */
export function reportNode(setting: ComposeSetting): Node<ComposeRecords, "report"> {
  return {
    id: "report",
    phase: "output",
    title: "Write the report",
    reads: ["lock", "plan", "root", "commit", "image"],
    // Its page has what the linter said, and how long all steps before it took.
    after: ["lint", "metadata"],
    required: false,
    timeoutSeconds: 120,
    resources: { cpus: 1, memoryMiB: 128, diskMiB: 1 },
    run: async (records) => {
      const { directory, treefile, base, outputDir, previous, variant } = setting;
      const { plan, root, commit, image } = records;
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
          layout: relative(directory.path, join(base, "oci")),
          repo: relative(directory.path, join(base, "ostree")),
        },
        packages,
        builtHere: records.lock.section.packages.flatMap(({ name, sourceId }) =>
          sourceId === builtSourceId ? [name] : [],
        ),
        layers: image.layers,
        timings: setting.timings(),
        changes: before && composeChanges(before, facts),
        lint: records.lint,
        warnings: setting.warnings(),
      });
      const path = join(directory.path, "report.html");
      await writeFile(path, text);
      return { output: { path } };
    },
  };
}
