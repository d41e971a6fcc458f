import { digestSchema } from "@debootc/core/record/digest";
import { defineRecord } from "@debootc/core/record/record";
import * as z from "zod";
import { trustDomains } from "./cache.ts";

/** Defines `entry.json`, the record of a cache entry. */
export const cacheEntryRecord = defineRecord("cache-entry", 3, {
  kind: z.string(),
  key: digestSchema,
  /** Digest stated by the producer. */
  outputDigest: digestSchema,
  trustDomain: z.enum(trustDomains),
  /** Version of the debootc that made it. */
  producer: z.string(),
  created: z.iso.datetime(),
  /** For lists and size limits. */
  content: z.strictObject({ files: z.int().min(0), bytes: z.int().min(0) }),
  /** Digest of the whole content: any other content is damage, and the entry is made again. */
  seal: digestSchema,
});
export type CacheEntry = z.infer<typeof cacheEntryRecord.schema>;
