import type { Comparison } from "@debootc/core/mock-build/comparison";
import type { Node } from "../../engine/node.ts";
import type { MockBuildRecords } from "../mock-build-records.ts";
import { compareBuilds } from "../proof/compare-builds.ts";
import type { Expectation } from "../proof/expectation.ts";

/** Holds what was built against what it should be: packages of someone else, or of a second build. */
export function proofNode(expectation: Expectation | undefined): Node<MockBuildRecords, "proof"> {
  return {
    id: "proof",
    phase: "output",
    title: "Compare the packages",
    reads: ["build"],
    required: true,
    timeoutSeconds: 24 * 3600,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 4096 },
    run: async ({ build: { files, directory } }, { report, signal }) => {
      const step = (text: string) => report({ type: "progress", step: text, stage: "proof" });
      const proofs: Comparison[] = [];
      if (expectation !== undefined) {
        step("comparing with what was given");
        proofs.push(
          await compareBuilds({ kind: "verify", expectation, built: files, directory }, { signal, step }),
        );
      }
      return { output: proofs };
    },
  };
}
