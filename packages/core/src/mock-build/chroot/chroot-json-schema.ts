import * as z from "zod";
import { sayWhatHoldsWithout } from "../../treefile/json-schema.ts";
import { chrootSchema } from "./chroot-schema.ts";

/** JSON Schema (draft-7) of a file of the configuration of chroots, for editors. */
export function chrootJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(chrootSchema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => sayWhatHoldsWithout(jsonSchema),
  });
}
