import type { ConsoleTrouble } from "./console-trouble.ts";

/** Describes what was seen of a guest so far. All times are seconds of one clock. */
export interface GuestSigns {
  readonly startedAt: number;
  /** When it last wrote to its console or to the probe's port. */
  readonly lastSignAt: number;
  readonly trouble?: ConsoleTrouble & { readonly line: string; readonly at: number };
  /** When the probe had finished its report and asked for power-off. */
  readonly toldAllAt?: number;
}

/** Limits how long the host waits, in seconds. */
export interface GuestPatience {
  readonly total: number;
  /** A running guest reports its unfinished start jobs twice a second, and its probe writes every five seconds. */
  readonly silence: number;
  /** The lines after the one that announces a trouble often explain it. */
  readonly afterTrouble: number;
  /** systemd gives a service 90 seconds to stop. */
  readonly powerOff: number;
}

export const usualPatience: Omit<GuestPatience, "total"> = { silence: 240, afterTrouble: 3, powerOff: 120 };

/** Says why a guest ended. `off`: the machine ended by itself; in all other cases the host ended it. */
export type GuestEnding = "off" | "trouble" | "silent" | "timed-out" | "not-off";

/** Returns the reason to end a running guest, if there is one. */
export function reasonToEnd(
  signs: GuestSigns,
  patience: GuestPatience,
  now: number,
): Exclude<GuestEnding, "off"> | undefined {
  if (signs.toldAllAt !== undefined) return now - signs.toldAllAt > patience.powerOff ? "not-off" : undefined;
  if (signs.trouble) return now - signs.trouble.at > patience.afterTrouble ? "trouble" : undefined;
  if (now - signs.startedAt > patience.total) return "timed-out";
  if (now - signs.lastSignAt > patience.silence) return "silent";
  return undefined;
}
