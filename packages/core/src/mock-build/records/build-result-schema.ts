import * as z from "zod";
import { buildResult } from "./build-result.ts";

/** JSON Schema (2020-12) of `result.json`, for whoever reads it with other programs. */
export function buildResultJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(buildResult.envelope, { io: "input" });
}
