import type { BuiltFile } from "@debootc/core/mock-build/records/build-record";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { join } from "node:path";
import type { Node } from "../../engine/node.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import type { BuildResources } from "../plugin/api.ts";
import { freshChroots } from "./fresh-chroots.ts";
import { refuseFailedChecks } from "../plugin/plugin-hooks.ts";
import { sourceFact } from "../plugin/source-fact.ts";

/** Lets plugins check the packages in throw-away chroots, and then sign or add to the results. */
export function checksNode(
  setting: MockBuildSetting,
  resources: () => BuildResources | undefined,
): Node<MockBuildRecords, "checks"> {
  const { plugins } = setting;
  return {
    id: "checks",
    phase: "output",
    title: "Check the packages",
    reads: ["source", "base", "build"],
    required: true,
    timeoutSeconds: 6 * 3600,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 2048 },
    run: async (records, context) => {
      const { source, build } = records;
      const used = resources();
      const facts = {
        source: sourceFact(source),
        directory: build.directory,
        artefacts: build.files,
        ...(used === undefined ? {} : { resources: used }),
      };
      if (plugins.has("checkResults")) {
        await plugins.call("checkResults", facts, freshChroots(records, setting, context));
      }
      refuseFailedChecks(plugins.verdicts());
      await plugins.call("resultsReady", facts);
      return { output: { files: await signedFiles(build) } };
    },
  };
}

/** Files that were signed are others than those that were built. */
async function signedFiles({ directory, files }: MockBuildRecords["build"]): Promise<BuiltFile[]> {
  return Promise.all(
    files.map(async (file) => {
      if (!/\.(?:dsc|changes|buildinfo)$/.test(file.name)) return file;
      const { digest, size } = await fileDigest(join(directory, file.name));
      return { name: file.name, size, sha256: digest };
    }),
  );
}
