import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ChainSource } from "@debootc/core/source-package/chain-source";
import { classifySource } from "@debootc/core/debian/source-argument";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { EventStream } from "../../engine/event-stream.ts";
import type { Node } from "../../engine/node.ts";
import { runNodes } from "../../engine/run-nodes.ts";
import { removeAnyTree } from "../../worker/privilege-of.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { baseNode } from "../nodes/base-node.ts";
import { sourceNode } from "../nodes/source-node.ts";
import { readSourceControl } from "../source/read-source-control.ts";

interface PlacedChain {
  readonly base: MockBuildRecords["base"];
  /** In the order of the request. */
  readonly sources: readonly MockBuildRecords["source"][];
  /** What decides the order of each, beside it. */
  readonly packages: readonly ChainSource[];
}

/** Nodes of a chain go by the number of their source package; what they leave is kept beside. */
type Step = Node<Record<string, null>, string>;

/** Makes the chroot and finds all source packages: only then is their order known. */
export async function placeChain(
  setting: MockBuildSetting,
  events: EventStream,
  work: string,
): Promise<PlacedChain> {
  const { request, dependencies, privilege } = setting;
  await mkdir(join(work, "logs"));
  for (const index of request.sources.keys()) await mkdir(join(work, `source-${index + 1}`));
  const made: Partial<MockBuildRecords> = {};
  const sources: MockBuildRecords["source"][] = [];
  const packages: ChainSource[] = [];
  const records = () => made as MockBuildRecords;
  const base: Step = {
    ...sharedFacts(baseNode(setting)),
    id: "base",
    reads: [],
    run: async (_none, context) => {
      const { output, reused } = await baseNode(setting).run(records(), context);
      Object.assign(made, { base: output });
      return { output: null, reused: reused ?? false };
    },
  };
  const places = request.sources.map((asked, index): Step => {
    const id = `source-${index + 1}`;
    const node = sourceNode(setting, classifySource(asked), join(work, id));
    return {
      ...sharedFacts(node),
      id,
      title: `${node.title} ${asked}`,
      reads: node.reads,
      run: async (_none, context) => {
        const { output } = await node.run(records(), context);
        const control = await readSourceControl(output, context);
        sources[index] = output;
        packages[index] = { ...output.source, ...(control === undefined ? {} : { control }) };
        return { output: null };
      },
    };
  });
  await runNodes([base, ...places], {
    events,
    signal: dependencies.signal,
    clock: dependencies.clock,
    logDirectory: join(work, "logs"),
    workDirectory: join(work, "work"),
    atOnce: request.jobs,
    removeTree: (path) => removeAnyTree(path, privilege),
    keep: async () => {},
  });
  if (made.base === undefined) throw new DebootcError("internal-fault", "the chroot of a chain was not made");
  return { base: made.base, sources, packages };
}

function sharedFacts({
  phase,
  title,
  required,
  timeoutSeconds,
  resources,
}: Node<MockBuildRecords, "base" | "source">) {
  return { phase, title, required, timeoutSeconds, resources };
}
