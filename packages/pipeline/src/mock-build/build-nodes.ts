import type { SourceArgument } from "@debootc/core/debian/source-argument";
import { join } from "node:path";
import type { Node } from "../engine/node.ts";
import { baseNode } from "./nodes/base-node.ts";
import { buildNode } from "./nodes/build-node.ts";
import { checksNode } from "./nodes/checks-node.ts";
import { dependenciesNode } from "./nodes/dependencies-node.ts";
import { proofNode } from "./nodes/proof-node.ts";
import { resultsNode } from "./nodes/results-node.ts";
import { sourceNode } from "./nodes/source-node.ts";
import type { Expectation } from "./proof/expectation.ts";
import type { BuildRecorder } from "./results/build-recorder.ts";
import { finishBuild } from "./results/finish-build.ts";
import { givenNode } from "./run/given-node.ts";
import type { MockBuildSlots } from "./run/mock-build-records.ts";
import type { MockBuildSetting } from "./run/mock-build-setting.ts";

interface BuildFacts {
  readonly asked: string;
  readonly argument: SourceArgument;
  readonly expectation: Expectation | undefined;
  readonly recorder: BuildRecorder;
  readonly work: string;
  /** Where the nodes' logs are. */
  readonly logs: string;
}

/** Returns the graph of a build: its nodes, in the order in which they run one by one. */
export function buildNodes(
  setting: MockBuildSetting,
  slots: MockBuildSlots,
  { asked, argument, expectation, recorder, work, logs }: BuildFacts,
): Node[] {
  const { part } = setting;
  const directory = join(work, "results");
  return [
    givenNode(sourceNode(setting, slots, { argument, directory: work }), part?.source),
    givenNode(baseNode(setting, slots), part?.base),
    dependenciesNode(setting, slots),
    buildNode(setting, slots, directory),
    proofNode(setting, slots, expectation),
    checksNode(setting, slots, () => recorder.facts()?.resources),
    resultsNode(slots, (records) =>
      finishBuild(setting, { asked, recorder, records, nodeLogs: logs, directory }),
    ),
  ];
}
