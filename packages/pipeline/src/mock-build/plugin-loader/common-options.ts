import { duration } from "@debootc/core/document/limit-text";
import * as z from "zod";

/** Defines the options that every plugin has in addition to its own. */
export const commonOptionsSchema = z.strictObject({
  required: z
    .boolean()
    .meta({ description: "The build fails when the plugin does.", default: false })
    .optional(),
  timeout: duration("How long one of its hooks may take.").optional(),
});
