import type { Node } from "../../engine/node.ts";
import { fetchPackages } from "../../gather/fetch-packages.ts";
import { packageSources } from "../../gather/package-sources.ts";
import type { ComposeRecords } from "../compose-records.ts";
import type { ComposeSetting } from "../compose-setting.ts";

/** Brings every locked .deb into the store, each verified before it counts. */
export function packagesNode(setting: ComposeSetting): Node<ComposeRecords, "packages"> {
  const { request, treefile, dependencies, debsDirectory } = setting;
  return {
    id: "packages",
    phase: "gather",
    title: "Fetch the packages",
    reads: ["lock"],
    required: true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 256, diskMiB: 1024 },
    run: async ({ lock }, context) => {
      const { sources, proxy } = await packageSources(treefile, dependencies.environment, context.report);
      const { downloadedBytes } = await fetchPackages(
        // Waiting for a mirror takes no processor.
        { section: lock.section, sources, proxy, debsDirectory, jobs: 4 * request.jobs },
        context,
      );
      return { output: { downloadedBytes }, reused: downloadedBytes === 0 };
    },
  };
}
