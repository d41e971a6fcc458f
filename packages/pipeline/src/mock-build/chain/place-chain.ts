import type { SourceArgument } from "@debootc/core/debian/source-argument";
import type { ChainSource } from "@debootc/core/source-package/chain-source";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { defineNode, type Node } from "../../engine/node.ts";
import { type Slot, slot } from "../../engine/slot.ts";
import type { Run } from "../../engine/with-run.ts";
import { baseNode } from "../nodes/base-node.ts";
import { findSource, sourceStep } from "../nodes/source-node.ts";
import { type MockBuildRecords, mockBuildSlots } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { readSourceControl } from "../source/read-source-control.ts";

/** Is a source package of a chain that was found. */
export interface ChainMember {
  /** As it was asked for. */
  readonly asked: SourceArgument;
  readonly source: MockBuildRecords["source"];
  /** What decides when its turn comes. */
  readonly facts: ChainSource;
}

interface PlacedChain {
  readonly base: MockBuildRecords["base"];
  /** In the order of the request. */
  readonly members: readonly ChainMember[];
}

/** Makes the chroot and finds all source packages: only then is their order known. */
export async function placeChain(setting: MockBuildSetting, run: Run, work: string): Promise<PlacedChain> {
  const { request, privilege } = setting;
  await mkdir(join(work, "logs"));
  const slots = mockBuildSlots();
  const base = baseNode(setting, slots);
  const members: Node<ChainMember>[] = [];
  for (const [index, asked] of request.sources.entries()) {
    const id = `source-${index + 1}`;
    const directory = join(work, id);
    await mkdir(directory);
    members.push(memberNode(setting, { leaves: slot(id), base }, { asked, directory }));
  }
  const { records } = await run.nodes([base, ...members], {
    logDirectory: join(work, "logs"),
    workDirectory: join(work, "work"),
    atOnce: request.jobs,
    privilege,
  });
  return { base: records.of(base), members: members.map((member) => records.of(member)) };
}

/** Finds one source package of a chain and reads what it needs. */
function memberNode(
  setting: MockBuildSetting,
  { leaves, base }: { readonly leaves: Slot<ChainMember>; readonly base: Slot<MockBuildRecords["base"]> },
  { asked, directory }: { readonly asked: SourceArgument; readonly directory: string },
): Node<ChainMember> {
  const step = sourceStep(asked, base);
  return defineNode({
    ...step,
    leaves,
    title: `${step.title} ${asked.given}`,
    run: async (records, context) => {
      const source = await findSource({ argument: asked, directory }, records.base, setting, context);
      const control = await readSourceControl(source, context);
      const facts = { ...source.source, ...(control === undefined ? {} : { control }) };
      return { output: { asked, source, facts } };
    },
  });
}
