import { rename, rm, mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Node } from "../../engine/node.ts";
import type { MockBuildRecords } from "../mock-build-records.ts";
import type { MockBuildSetting } from "../mock-build-setting.ts";

/** Puts what was built in its place, in one step: results of an earlier build go only then. */
export function resultsNode({ request, chroot }: MockBuildSetting): Node<MockBuildRecords, "results"> {
  return {
    id: "results",
    phase: "output",
    title: "Place the results",
    reads: ["source", "build"],
    required: true,
    timeoutSeconds: 600,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 1024 },
    run: async ({ source: { source }, build }) => {
      const architecture = request.hostArch ?? chroot.architecture;
      const version = source.version.replace(/^\d+:/, "");
      const directory = join(request.resultDir, `${source.name}_${version}_${architecture}`);
      await mkdir(request.resultDir, { recursive: true });
      const old = join(dirname(directory), `.${basename(directory)}.${process.pid}.old`);
      await rename(directory, old).catch(() => {});
      await rename(build.directory, directory);
      await rm(old, { recursive: true, force: true });
      return { output: { directory } };
    },
  };
}
