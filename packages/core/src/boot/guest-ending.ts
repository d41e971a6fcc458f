import type { ConsoleTrouble } from "./console-trouble.ts";

/** What has been seen of a guest so far. Times are in seconds, by one clock. */
export interface GuestSigns {
  readonly startedAt: number;
  /** When it last wrote to its console or to the probe's port. */
  readonly lastSignAt: number;
  readonly trouble?: ConsoleTrouble & { readonly line: string; readonly at: number };
  /** When the probe had told all, and asked for power-off. */
  readonly toldAllAt?: number;
}

/** How long the host waits, in seconds. */
export interface GuestPatience {
  readonly total: number;
  /** A living guest tells its unfinished start jobs twice a second, and the probe speaks every five seconds. */
  readonly silence: number;
  /** The lines after the one that announces a trouble often explain it. */
  readonly afterTrouble: number;
  /** systemd gives a service 90 seconds to stop. */
  readonly powerOff: number;
}

export const usualPatience: Omit<GuestPatience, "total"> = { silence: 240, afterTrouble: 3, powerOff: 120 };

/** `off`: the machine ended by itself. The others say why the host ended it. */
export type GuestEnding = "off" | "trouble" | "silent" | "timed-out" | "not-off";

/** Whether there is a reason to end a guest that still runs. */
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
