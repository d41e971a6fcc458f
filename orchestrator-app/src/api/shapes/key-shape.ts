import { z } from "@hono/zod-openapi";
import type { ApiKey } from "../../keys/api-keys.ts";
import { timeSchema } from "./shared-shapes.ts";

export const keySchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    createdAt: timeSchema,
    expiresAt: timeSchema.nullable(),
    revokedAt: timeSchema.nullable(),
    lastUsedAt: timeSchema.nullable(),
  })
  .openapi("Key");

/** Returns a key as the API shows it: without anything of its secret. */
export function keyShape(key: ApiKey): z.infer<typeof keySchema> {
  return {
    id: key.id,
    name: key.name,
    createdAt: key.created_at.toISOString(),
    expiresAt: key.expires_at?.toISOString() ?? null,
    revokedAt: key.revoked_at?.toISOString() ?? null,
    lastUsedAt: key.last_used_at?.toISOString() ?? null,
  };
}
