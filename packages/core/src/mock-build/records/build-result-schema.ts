import * as z from "zod";
import { buildResult } from "./build-result.ts";

/** Returns the JSON Schema (2020-12) of `result.json`, for other programs that read it. */
export function buildResultJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(buildResult.envelope, { io: "input" });
}
