import * as z from "zod";
import { errorRecordSchema } from "../../error/error-record.ts";
import { defineRecord } from "../../record/record.ts";
import { buildLogErrorSchema } from "./build-log-error.ts";

const chainOutcomes = ["built", "reused", "failed", "skipped"] as const;

const chainPackageSchema = z.strictObject({
  /** The source package as requested. */
  asked: z.string(),
  name: z.string(),
  version: z.string(),
  /** `reused`: built earlier from the same plan. `skipped`: never begun, because another package failed. */
  outcome: z.enum(chainOutcomes),
  /** Names of the packages of the chain that it needs, directly or through another one. */
  needs: z.array(z.string()),
  /** Result directory, relative to that of the chain; absent if the build never began. */
  directory: z.string().optional(),
  /** Wall time of the build, or of the earlier build for a reused package. */
  seconds: z.number().min(0).optional(),
  /** Why it failed. */
  error: errorRecordSchema.optional(),
  /** The first error in the build log. */
  firstError: buildLogErrorSchema.optional(),
  /** Name of the chroot that keeps the root of the failed build. */
  keptChroot: z.string().optional(),
});
export type ChainPackage = z.infer<typeof chainPackageSchema>;

/** Records `chain.json`: the outcome of source packages that were built together, in the order of the builds. */
export const chainResult = defineRecord("chain-result", 1, {
  packages: z.array(chainPackageSchema).min(1),
});
export type ChainResult = z.infer<typeof chainResult.schema>;
