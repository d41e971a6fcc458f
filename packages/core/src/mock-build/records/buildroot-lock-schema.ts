import * as z from "zod";
import { buildrootLock } from "./buildroot-lock.ts";

/** Returns the JSON Schema (2020-12) of `buildroot.lock.json`, for other programs that read it. */
export function buildrootLockJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(buildrootLock.envelope, { io: "input" });
}
