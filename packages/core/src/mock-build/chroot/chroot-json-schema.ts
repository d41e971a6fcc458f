import * as z from "zod";
import { sayWhatHoldsWithout } from "../../treefile/json-schema.ts";
import { chrootSchema } from "./chroot-schema.ts";

/** Returns the JSON Schema (draft-7) of a chroot configuration file, for editors. */
export function chrootJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(chrootSchema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => sayWhatHoldsWithout(jsonSchema),
  });
}
