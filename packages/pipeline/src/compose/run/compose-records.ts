import type { Records } from "../../engine/records.ts";
import { type Slot, slot, type SlotsOf } from "../../engine/slot.ts";
import type { ExpectedLeg, LegSetting } from "./compose-setting.ts";
import { type LegRecords, type LegSlots, legSlots, type ReportFile } from "./leg-records.ts";

/** Lists what the nodes leave that speak for the whole compose. */
export interface ComposeRecords {
  readonly metadata: { readonly paths: readonly string[] };
  /** The page that leads to those of the legs; none for a single leg, whose page is the report. */
  readonly overview?: ReportFile;
  readonly publish: { readonly refs: readonly string[] };
}

export type ComposeSlots = SlotsOf<ComposeRecords>;

/** Returns the slots of a compose, of which there is one in a graph. */
export function composeSlots(): ComposeSlots {
  return { metadata: slot("metadata"), overview: slot("overview"), publish: slot("publish") };
}

/** Is a leg with the slots that it fills for the whole compose, wherever it was composed. */
export interface PresentLeg {
  readonly setting: ExpectedLeg;
  readonly slots: Pick<LegSlots, "leg" | "lint" | "report">;
}

/** Is a leg that is composed here, with the slots of its nodes. */
export interface ComposingLeg extends PresentLeg {
  readonly setting: LegSetting;
  readonly slots: LegSlots;
}

/** Gives each leg its slots. Those of a lone treefile are called like what is in them. */
export function composingLegs(legs: readonly LegSetting[]): readonly ComposingLeg[] {
  return legs.map((setting) => ({ setting, slots: legSlots(setting.isLone ? undefined : setting) }));
}

/** Says for which legs a node of the whole compose has to wait: it cannot do without those that are required. */
export function waitsForLegs(legs: readonly PresentLeg[]): {
  readonly reads: readonly Slot<unknown>[];
  readonly after: readonly Slot<unknown>[];
} {
  const of = (required: boolean) =>
    legs.filter(({ setting }) => setting.required === required).map(({ slots }) => slots.leg);
  return { reads: of(true), after: of(false) };
}

/** Returns what the legs came to, without those that failed. */
export function finishedLegs(legs: readonly PresentLeg[], records: Records): readonly LegRecords["leg"][] {
  return legs.flatMap(({ slots }) => records.find(slots.leg) ?? []);
}
