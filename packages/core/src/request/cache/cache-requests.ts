import * as z from "zod";
import { size } from "../../document/limit-text.ts";
import { field } from "../fields/request-field.ts";
import { cacheDirField, jsonField } from "../fields/shared-fields.ts";

const common = {
  remote: field(z.string().min(1).optional(), {
    description: "a remote cache, which is a directory, instead of the cache of this machine",
    placeholder: "DIR",
    path: "directory",
  }),
  cacheDir: cacheDirField,
  json: jsonField,
};

/** Asks what the cache directory, or a remote cache, holds. */
export const cacheListRequestSchema = z.strictObject(common);
export type CacheListRequest = z.infer<typeof cacheListRequestSchema>;

/** Asks to prove everything in the cache directory that is stored under a digest. */
export const cacheVerifyRequestSchema = z.strictObject({
  fix: field(z.boolean().default(false), {
    description: "remove what is damaged; it is made or fetched again when it is needed",
  }),
  ...common,
});
export type CacheVerifyRequest = z.infer<typeof cacheVerifyRequestSchema>;

/** Asks to make the cache directory smaller. */
export const cachePruneRequestSchema = z.strictObject({
  maxSize: field(size("How large all finished steps may be together.").default("20GiB"), {
    description: "keep this much of the finished steps, those that were used last",
    placeholder: "SIZE",
  }),
  unusedDays: field(z.int().min(1).default(30), {
    description: "remove steps, packages and indexes that no run has used for this many days",
    placeholder: "DAYS",
  }),
  dryRun: field(z.boolean().default(false), { description: "only show what would be removed" }),
  ...common,
});
export type CachePruneRequest = z.infer<typeof cachePruneRequestSchema>;
