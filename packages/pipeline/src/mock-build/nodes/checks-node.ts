import type { Node } from "../../engine/node.ts";
import type { MockBuildRecords } from "../mock-build-records.ts";
import type { MockBuildSetting } from "../mock-build-setting.ts";
import { freshChroots } from "../plugin/fresh-chroots.ts";
import { refuseFailedChecks } from "../plugin/plugin-hooks.ts";
import { sourceFact } from "../plugin/source-fact.ts";

/** Lets plugins check the packages in throw-away chroots, and then sign or add to the results. */
export function checksNode(setting: MockBuildSetting): Node<MockBuildRecords, "checks"> {
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
      const facts = { source: sourceFact(source), directory: build.directory, artefacts: build.files };
      if (plugins.has("checkResults")) {
        await plugins.call("checkResults", facts, freshChroots(records, setting, context));
      }
      refuseFailedChecks(plugins.verdicts());
      await plugins.call("resultsReady", facts);
      return { output: null };
    },
  };
}
