import type { Origins } from "./options-from-request.ts";

/** Returns whether the user gave a field, rather than this door. */
export function isGiven(origins: Origins, field: string): boolean {
  return (origins[field]?.kind ?? "default") !== "default";
}
