import { digestSchema } from "@debootc/core/record/digest";
import { defineRecord } from "@debootc/core/record/record";
import * as z from "zod";
import { trustDomains } from "./cache.ts";

/** Defines `entry.json`, the record of a cache entry. */
export const cacheEntryRecord = defineRecord("cache-entry", 1, {
  kind: z.string(),
  key: digestSchema,
  /** Digest stated by the producer. */
  outputDigest: digestSchema,
  trustDomain: z.enum(trustDomains),
  /** Version of the debootc that made it. */
  producer: z.string(),
  created: z.iso.datetime(),
  /** Counted when the entry was made: a difference means that the content was changed or truncated. */
  content: z.strictObject({ files: z.int().min(0), bytes: z.int().min(0) }),
});
export type CacheEntry = z.infer<typeof cacheEntryRecord.schema>;
