import * as z from "zod";
import { sayWhatHoldsWithout } from "../treefile/json-schema.ts";
import { composeFileSchema } from "./schema/compose-file-schema.ts";

/** Returns the JSON Schema (draft-7) of a compose file, for editors; `build` refers to that of treefiles next to it. */
export function composeFileJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(composeFileSchema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => sayWhatHoldsWithout(jsonSchema),
  });
}
