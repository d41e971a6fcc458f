import { defineNode, type Node } from "../../engine/node.ts";
import type { MockBuildRecords, MockBuildSlots } from "../run/mock-build-records.ts";
import type { FinishedBuild } from "../run/finished-build.ts";

/** Puts what was built in its place in one step, which is also when the results of an earlier build go. */
export function resultsNode(
  slots: MockBuildSlots,
  finish: (records: Omit<MockBuildRecords, "results">) => Promise<FinishedBuild>,
): Node<MockBuildRecords["results"]> {
  return defineNode({
    leaves: slots.results,
    phase: "output",
    title: "Place the results",
    reads: {
      source: slots.source,
      base: slots.base,
      dependencies: slots.dependencies,
      build: slots.build,
      checks: slots.checks,
      proof: slots.proof,
    },
    required: true,
    timeoutSeconds: 600,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 1024 },
    run: async (records) => ({ output: await finish(records) }),
  });
}
