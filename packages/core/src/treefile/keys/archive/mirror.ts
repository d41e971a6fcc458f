import * as z from "zod";
import { archiveUriPattern, mirrorFaults } from "../../../debian/archive-uri.ts";
import { textSchema } from "../../../document/text-schema.ts";
import { singleKey } from "../../layer/single-key.ts";

export const mirror = singleKey({
  name: "mirror",
  schema: textSchema(mirrorFaults, {
    description: "Where Debian's archive is fetched from.",
    absent: "the Debian mirror of the machine that composes",
    pattern: archiveUriPattern,
    examples: ["https://mirror.example.org/debian"],
  }),
  field: "mirror",
  record: z.string().optional(),
});
