import { quoted } from "../text/quoted.ts";
import { type TextFault, textSchema } from "../document/text-schema.ts";

/** What stands for the time of a snapshot in the address of an archive, as in the `Snapshots` field of a Release file. */
export const snapshotWord = "@SNAPSHOTID@";

/** `snapshot`, as a treefile writes it. */
export const snapshotSchema = textSchema(snapshotFaults, {
  description:
    "Take packages as they were at this time (UTC): it takes the place of `@SNAPSHOTID@` in the addresses of the mirror and of sources.",
  absent: "packages as they are now",
  pattern: "^\\d{8}T\\d{6}Z$",
  examples: ["20260901T000000Z"],
});

/** The time that the name of a snapshot means; undefined for what names none. */
export function snapshotTime(text: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const time = new Date(iso);
  // A day that the month does not have is read as one of the next.
  return Number.isNaN(time.getTime()) || time.toISOString() !== iso ? undefined : time;
}

function snapshotFaults(text: string): readonly TextFault[] {
  if (snapshotTime(text) !== undefined) return [];
  const allowed = "year, month, day, `T`, hour, minute, second and `Z`, such as 20260901T000000Z";
  const day = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(text)?.slice(1).join("");
  const hint = day === undefined ? "Write it as `20260901T000000Z`." : `Write \`${day}T000000Z\`.`;
  return [{ message: `${quoted(text)} is not the time of a snapshot`, allowed, hint }];
}
