import * as z from "zod";
import { singleKey } from "../../layer/single-key.ts";

export const recommends = singleKey({
  name: "recommends",
  schema: z.boolean().meta({ description: "Install recommended packages too.", examples: [true] }),
  field: "recommends",
  record: z.boolean(),
  default: false,
});
