import { closureModeSchema } from "../../../debian/closure-mode.ts";
import { singleKey } from "../../layer/single-key.ts";

export const closureCheck = singleKey({
  name: "closure-check",
  schema: closureModeSchema.meta({
    description:
      "What to do about relations between the locked packages that do not hold, such as a dependency on a package that is not among them: `off` does not look for them, `lenient` warns of each, `fatal` refuses the packages.",
    examples: ["fatal"],
  }),
  field: "closureCheck",
  record: closureModeSchema,
  default: "lenient",
});
