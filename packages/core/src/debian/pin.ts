import * as z from "zod";

/** A record of apt_preferences(5). */
export const pinRecordSchema = z.strictObject({
  /** Names, patterns or a regular expression between slashes. */
  package: z.string(),
  /** Such as `version 1.2*`, `release n=trixie-backports` or `origin example.org`. */
  pin: z.string(),
  priority: z.int(),
});
export type Pin = z.infer<typeof pinRecordSchema>;
