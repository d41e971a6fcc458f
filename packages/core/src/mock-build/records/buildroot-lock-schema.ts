import * as z from "zod";
import { buildrootLock } from "./buildroot-lock.ts";

/** JSON Schema (2020-12) of `buildroot.lock.json`, for whoever reads it with other programs. */
export function buildrootLockJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(buildrootLock.envelope, { io: "input" });
}
