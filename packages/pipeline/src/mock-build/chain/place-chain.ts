import { DebootcError } from "@debootc/core/error/debootc-error";
import { classifySource } from "@debootc/core/source-package/source-argument";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { EventStream } from "../../engine/event-stream.ts";
import type { Node } from "../../engine/node.ts";
import { runNodes } from "../../engine/run-nodes.ts";
import { removeAnyTree } from "../../worker/privilege-of.ts";
import type { MockBuildRecords } from "../mock-build-records.ts";
import type { MockBuildSetting } from "../mock-build-setting.ts";
import { baseNode } from "../nodes/base-node.ts";
import { sourceNode } from "../nodes/source-node.ts";

interface PlacedChain {
  readonly base: MockBuildRecords["base"];
  /** In the order of the request. */
  readonly sources: readonly MockBuildRecords["source"][];
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
        sources[index] = (await node.run(records(), context)).output;
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
  return { base: made.base, sources };
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
