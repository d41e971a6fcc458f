import * as z from "zod";
import { listKey } from "../../layer/list-key.ts";

export const components = listKey({
  name: "components",
  schema: z
    .array(z.enum(["main", "contrib", "non-free", "non-free-firmware"]))
    .min(1)
    .meta({ description: "Components of Debian's archive.", examples: [["main", "non-free-firmware"]] }),
  rule: "once",
  field: "components",
  record: z.string(),
  default: ["main"],
});
