import * as z from "zod";
import { variantIdSchema } from "./release.ts";

/** Names one leg of a compose: a variant for one architecture. */
export const legNameSchema = z.strictObject({
  variant: variantIdSchema,
  /** Debian's name of it. */
  architecture: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
});
export type LegName = z.infer<typeof legNameSchema>;

/** Returns a leg's name as people write it and as its directory below `compose/` is called: `server/amd64`. */
export function legText({ variant, architecture }: LegName): string {
  return `${variant}/${architecture}`;
}

/** Returns a leg's name as part of a file's: `server-amd64`. */
export function legLabel({ variant, architecture }: LegName): string {
  return `${variant}-${architecture}`;
}

/** Returns the path of the page of one leg of several, relative to the compose. */
export function pageOfLeg(leg: LegName): string {
  return `reports/${legLabel(leg)}.html`;
}
