import { buildResultJsonSchema } from "@debootc/core/mock-build/records/build-result-schema";
import { buildrootLockJsonSchema } from "@debootc/core/mock-build/records/buildroot-lock-schema";

/** The JSON Schema of `buildroot.lock.json`. */
export function buildrootLockSchema(): string {
  return `${JSON.stringify(buildrootLockJsonSchema(), undefined, 2)}\n`;
}

/** The JSON Schema of `result.json`. */
export function buildResultSchema(): string {
  return `${JSON.stringify(buildResultJsonSchema(), undefined, 2)}\n`;
}
