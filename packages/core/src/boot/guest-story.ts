import type { ConsoleTrouble } from "./console-trouble.ts";
import type { GuestEnding, GuestPatience } from "./guest-ending.ts";
import type { ProbeFacts } from "./probe-facts.ts";

/** All that the host has seen of a guest, from power-on to its end. */
export interface GuestStory {
  readonly ending: GuestEnding;
  readonly facts: ProbeFacts;
  readonly trouble: ConsoleTrouble | undefined;
  /** The last lines of the console, without the power-off that the probe asked for. */
  readonly lastLines: readonly string[];
  /** From power-on to the end. */
  readonly seconds: number;
  readonly patience: GuestPatience;
}
