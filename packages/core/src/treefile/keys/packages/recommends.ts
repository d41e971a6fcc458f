import * as z from "zod";
import { singleKey } from "../../layer/single-key.ts";

export const recommends = singleKey({
  name: "recommends",
  schema: z.boolean().meta({ description: "Install recommended packages too.", examples: [true] }),
  field: "recommends",
  record: z.boolean(),
  default: false,
  // Recommended packages are installed together with what recommends them.
  planned: { record: { recommends: z.boolean().default(false) }, of: ({ recommends }) => ({ recommends }) },
});
