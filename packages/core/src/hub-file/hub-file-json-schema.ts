import * as z from "zod";
import { sayWhatHoldsWithout } from "../treefile/json-schema.ts";
import { hubFileSchema } from "./schema/hub-file-schema.ts";

/** Returns the JSON Schema (draft-7) of `.github/debootc.yml`, for editors. */
export function hubFileJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(hubFileSchema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => sayWhatHoldsWithout(jsonSchema),
  });
}
