import { quoted } from "../text/quoted.ts";
import type { TextFault } from "../document/text-schema.ts";

/**
 * Marks the place of a snapshot's time in the address of an archive, as in the `Snapshots` field of a Release file.
 */
export const snapshotWord = "@SNAPSHOTID@";

/** Returns the time that the name of a snapshot means, or undefined if it names none. */
export function snapshotTime(text: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const time = new Date(iso);
  // A day that the month does not have is read as one of the next.
  return Number.isNaN(time.getTime()) || time.toISOString() !== iso ? undefined : time;
}

/** Checks the name of a snapshot. */
export function snapshotFaults(text: string): readonly TextFault[] {
  if (snapshotTime(text) !== undefined) return [];
  const allowed = "year, month, day, `T`, hour, minute, second and `Z`, such as 20260901T000000Z";
  const day = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(text)?.slice(1).join("");
  const hint = day === undefined ? "Write it as `20260901T000000Z`." : `Write \`${day}T000000Z\`.`;
  return [{ message: `${quoted(text)} is not the time of a snapshot`, allowed, hint }];
}
