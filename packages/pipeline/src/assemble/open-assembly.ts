import { type ComposeId, parseComposeId } from "@debootc/core/compose/compose-id";
import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import { pageOfLeg } from "@debootc/core/compose/leg-name";
import type { MergedCompose } from "@debootc/core/compose/merge-composes";
import { isThere } from "@debootc/tools/files/paths";
import { join } from "node:path";
import type { PresentLeg } from "../compose/run/compose-records.ts";
import { legSlots } from "../compose/run/leg-records.ts";

/** Is a leg that was composed apart, with the slots that it fills. */
export interface AssembledLeg extends PresentLeg {
  readonly leg: ComposedLeg;
  /** The compose directory that has it. */
  readonly from: string;
  /** Whether that has a page about it: the report may have failed, and one of a lone treefile is about the whole compose. */
  readonly hasPage: boolean;
  /** Whether that has its logs: whoever fetched the leg may have left them where it was made. */
  readonly hasLogs: boolean;
}

/** Holds what is assembled. */
export interface Assembly {
  readonly id: ComposeId;
  readonly legs: readonly AssembledLeg[];
}

/** Gives each leg that is there its slots. Throws `compose-id-invalid`. */
export async function openAssembly({ composeId, legs }: MergedCompose): Promise<Assembly> {
  return {
    id: parseComposeId(composeId),
    // Those that were to fail are not among them.
    legs: await Promise.all(
      legs.map(async ({ leg, part: { record } }) => ({
        setting: { variant: leg.variant, architecture: leg.architecture, required: true },
        slots: legSlots(leg),
        leg,
        from: record.directory,
        hasPage: await isThere(join(record.directory, pageOfLeg(leg))),
        hasLogs: await isThere(join(record.directory, "logs")),
      })),
    ),
  };
}
