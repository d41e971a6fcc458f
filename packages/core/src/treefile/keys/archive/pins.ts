import * as z from "zod";
import { pinRecordSchema, pinSchema } from "../../../debian/pin.ts";
import { listKey } from "../../layer/list-key.ts";

export const pins = listKey({
  name: "pins",
  schema: z.array(pinSchema).meta({
    description:
      "Which versions to prefer, as in apt_preferences(5). The first that fits counts: those of this treefile, then those of included ones.",
    examples: [[{ package: "linux-image-*", pin: "release n=trixie-backports", priority: 900 }]],
  }),
  rule: "outermost-first",
  mayRepeat: true,
  field: "pins",
  record: pinRecordSchema,
});
