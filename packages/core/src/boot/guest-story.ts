import type { ConsoleTrouble } from "./console-trouble.ts";
import type { GuestEnding, GuestPatience } from "./guest-ending.ts";
import type { ProbeFacts } from "./probe-facts.ts";

/** Holds all that the host saw of a guest, from power-on to its end. */
export interface GuestStory {
  readonly ending: GuestEnding;
  readonly facts: ProbeFacts;
  /** Includes the line that announced it. */
  readonly trouble: (ConsoleTrouble & { readonly line: string }) | undefined;
  /** The last lines of the console, without the power-off that the probe asked for. */
  readonly lastLines: readonly string[];
  /** The console lines in which systemd reports what did not start. */
  readonly failureLines: readonly string[];
  /** From power-on to the end. */
  readonly seconds: number;
  readonly patience: GuestPatience;
}
