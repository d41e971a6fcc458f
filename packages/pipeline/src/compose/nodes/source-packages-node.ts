import { join } from "node:path";
import type { Node } from "../../engine/node.ts";
import { buildSourcePackages } from "../../mock-build/chain/build-source-packages.ts";
import type { ComposeRecords } from "../run/compose-records.ts";
import type { ComposeSetting } from "../run/compose-setting.ts";

/** Builds what the treefile brings as source; only where it brings any. */
export function sourcePackagesNode(setting: ComposeSetting): Node<ComposeRecords, "source-packages"> {
  const { treefile, request, dependencies, base, configuration } = setting;
  return {
    id: "source-packages",
    phase: "gather",
    title: "Build the source packages",
    reads: [],
    required: true,
    timeoutSeconds: 7 * 24 * 3600,
    resources: { cpus: request.jobs, memoryMiB: 1024, diskMiB: 4096 },
    run: async (_, context) => {
      const built = await buildSourcePackages(
        {
          treefile,
          configuration,
          mirror: request.mirror,
          cacheDir: request.cacheDir,
          noCache: request.noCache,
          jobs: request.jobs,
          directory: join(base, "source-packages"),
          archive: join(setting.directory.work, "built-packages"),
        },
        dependencies,
        context,
      );
      return { output: built, reused: built?.reused ?? true };
    },
  };
}
