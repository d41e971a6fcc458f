import { type ComposeId, parseComposeId } from "@debootc/core/compose/compose-id";
import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import type { MergedCompose } from "@debootc/core/compose/merge-composes";
import type { PresentLeg } from "../compose/run/compose-records.ts";
import { legSlots } from "../compose/run/leg-records.ts";

/** Is a leg that was composed apart, with the slots that it fills. */
export interface AssembledLeg extends PresentLeg {
  readonly leg: ComposedLeg;
  /** The compose directory that has it. */
  readonly from: string;
}

/** Holds what is assembled. */
export interface Assembly {
  readonly id: ComposeId;
  readonly legs: readonly AssembledLeg[];
}

/** Gives each leg that is there its slots. Throws `compose-id-invalid`. */
export function openAssembly({ composeId, legs }: MergedCompose): Assembly {
  return {
    id: parseComposeId(composeId),
    // Those that were to fail are not among them.
    legs: legs.map(({ leg, part }) => ({
      setting: { variant: leg.variant, architecture: leg.architecture, required: true },
      slots: legSlots(leg),
      leg,
      from: part.record.directory,
    })),
  };
}
