import type { ComposeRequest } from "@debootc/core/request/compose-request";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import type { OutlinedNode } from "./choice/choose-nodes.ts";
import { composeNodes } from "./compose-nodes.ts";
import type { ComposeInput } from "./read-compose-input.ts";
import { composeSlots, composingLegs } from "./run/compose-records.ts";
import type { ComposeSetting, LegSetting } from "./run/compose-setting.ts";

export interface Asked {
  readonly request: ComposeRequest;
  readonly dependencies: PipelineDependencies;
}

const nowhere = { id: "", path: "", metadata: "", logs: "", work: "" };

/**
 * Returns the nodes that a compose would have, before anything of it is made: what reads what, and what is required for a leg
 * that is required itself.
 */
export function outlineOf({ legs, ...input }: ComposeInput, asked: Asked): readonly OutlinedNode[] {
  // The rest is opened later: nodes ask for it when they run, and none of these does.
  const setting = { ...input, ...asked, directory: nowhere } as unknown as ComposeSetting;
  const settings = legs.map((leg) => ({ ...setting, ...leg, base: "", required: true }) as LegSetting);
  return composeNodes(setting, composingLegs(settings), composeSlots());
}
