import type { ConsoleTrouble } from "./console-trouble.ts";
import type { GuestEnding, GuestPatience } from "./guest-ending.ts";
import type { ProbeFacts } from "./probe-facts.ts";

/** All that the host has seen of a guest, from power-on to its end. */
export interface GuestStory {
  readonly ending: GuestEnding;
  readonly facts: ProbeFacts;
  /** With the line that announced it. */
  readonly trouble: (ConsoleTrouble & { readonly line: string }) | undefined;
  /** The last lines of the console, without the power-off that the probe asked for. */
  readonly lastLines: readonly string[];
  /** The lines of the console in which systemd tells what did not start. */
  readonly failureLines: readonly string[];
  /** From power-on to the end. */
  readonly seconds: number;
  readonly patience: GuestPatience;
}
