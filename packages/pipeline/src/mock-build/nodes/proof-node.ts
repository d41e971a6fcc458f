import type { Comparison } from "@debootc/core/mock-build/records/comparison";
import { join } from "node:path";
import type { Node } from "../../engine/node.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { buildAgain } from "../proof/build-again.ts";
import { compareBuilds } from "../proof/compare-builds.ts";
import type { Expectation } from "../proof/expectation.ts";
import { buildRequestOf } from "../build/build-request-of.ts";

/** Holds what was built against what it should be: packages of someone else, and those of a second build. */
export function proofNode(
  setting: MockBuildSetting,
  expectation: Expectation | undefined,
): Node<MockBuildRecords, "proof"> {
  return {
    id: "proof",
    phase: "output",
    title: "Compare the packages",
    reads: ["source", "dependencies", "build"],
    required: true,
    timeoutSeconds: 24 * 3600,
    resources: { cpus: setting.request.jobs, memoryMiB: 1024, diskMiB: 4096 },
    run: async (records, context) => {
      const { files: built, directory } = records.build;
      const { report, signal } = context;
      const step = (text: string) => report({ type: "progress", step: text, stage: "proof" });
      const proofs: Comparison[] = [];
      if (expectation !== undefined) {
        step("comparing with what was given");
        proofs.push(await compareBuilds({ kind: "verify", expectation, built, directory }, { signal, step }));
      }
      if (setting.request.twice) {
        step("building a second time, in other surroundings");
        const first = buildRequestOf(setting, records, directory, join(context.workDirectory, "chroot"));
        const second = await buildAgain(first, setting, context);
        proofs.push(await compareBuilds({ kind: "twice", built, directory, ...second }, { signal, step }));
      }
      return { output: proofs };
    },
  };
}
