import * as z from "zod";
import { debianSuites, suiteFaults } from "../../../debian/debian-suite.ts";
import { textSchema } from "../../../document/text-schema.ts";
import { singleKey } from "../../layer/single-key.ts";

export const suite = singleKey({
  name: "suite",
  schema: textSchema(suiteFaults, {
    description: "Codename of the Debian release.",
    enum: debianSuites,
    examples: ["trixie"],
  }),
  field: "suite",
  record: z.string(),
  neededLike: "trixie",
});
