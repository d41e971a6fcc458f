import type { Node } from "../../engine/node.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { FinishedBuild } from "../run/finished-build.ts";

/** Puts what was built in its place, in one step: results of an earlier build go only then. */
export function resultsNode(
  finish: (records: MockBuildRecords) => Promise<FinishedBuild>,
): Node<MockBuildRecords, "results"> {
  return {
    id: "results",
    phase: "output",
    title: "Place the results",
    reads: ["source", "base", "dependencies", "build", "checks", "proof"],
    required: true,
    timeoutSeconds: 600,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 1024 },
    run: async (records) => ({ output: await finish(records) }),
  };
}
