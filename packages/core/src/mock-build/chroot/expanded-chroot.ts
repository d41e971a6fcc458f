import * as z from "zod";
import { defineRecord } from "../../record/record.ts";
import { originSchema } from "../../document/origin.ts";
import { chrootPlaceKinds } from "./chroot-places.ts";

const chrootValueOriginSchema = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("file"), ...originSchema.shape }),
  z.strictObject({ from: z.literal("option"), name: z.string() }),
  z.strictObject({ from: z.literal("default") }),
]);
export type ChrootValueOrigin = z.infer<typeof chrootValueOriginSchema>;

/** One chroot's configuration with the origin of every value: `debootc config show NAME`. */
export const expandedChroot = defineRecord("expanded-chroot", 1, {
  name: z.string(),
  architecture: z.string(),
  /** All that was looked for, the weakest first. */
  files: z.array(z.strictObject({ path: z.string(), kind: z.enum(chrootPlaceKinds), present: z.boolean() })),
  values: z.array(
    z.strictObject({
      /** Key, then the word, id or target of an item of a list, or keys of a map. */
      path: z.array(z.string()),
      value: z.json(),
      origin: chrootValueOriginSchema,
      /** Weaker values that it takes the place of, the weakest first. */
      overrides: z.array(z.strictObject({ value: z.json(), origin: chrootValueOriginSchema })),
    }),
  ),
  /** Keys that nothing gives and that have no fixed default, with what holds then. */
  unset: z.array(z.strictObject({ path: z.array(z.string()), meaning: z.string() })),
});
export type ExpandedChroot = z.infer<typeof expandedChroot.schema>;
