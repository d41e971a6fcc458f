import { duration } from "@debootc/core/mock-build/chroot/limit-text";
import * as z from "zod";

/** Options that every plugin has, whatever its own are. */
export const commonOptionsSchema = z.strictObject({
  required: z
    .boolean()
    .meta({ description: "The build fails when the plugin does.", default: false })
    .optional(),
  timeout: duration("How long one of its hooks may take.").optional(),
});
