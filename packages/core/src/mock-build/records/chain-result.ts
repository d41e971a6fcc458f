import * as z from "zod";
import { errorRecordSchema } from "../../error/error-record.ts";
import { defineRecord } from "../../record/record.ts";
import { buildLogErrorSchema } from "./build-log-error.ts";

const chainOutcomes = ["built", "reused", "failed", "skipped"] as const;

const chainPackageSchema = z.strictObject({
  /** As it was asked for. */
  asked: z.string(),
  name: z.string(),
  version: z.string(),
  /** `reused`: built before by the same plan. `skipped`: never begun, because another one failed. */
  outcome: z.enum(chainOutcomes),
  /** Names of the packages of the chain that it needs, directly or by another one. */
  needs: z.array(z.string()),
  /** Result directory, relative to that of the chain; absent where nothing was begun. */
  directory: z.string().optional(),
  /** What building it took, wall time: of one that was not built now, what it took before. */
  seconds: z.number().min(0).optional(),
  /** Why it failed. */
  error: errorRecordSchema.optional(),
  /** What the build log tells of it. */
  firstError: buildLogErrorSchema.optional(),
  /** Name of the chroot that got the root as the failed build left it. */
  keptChroot: z.string().optional(),
});
export type ChainPackage = z.infer<typeof chainPackageSchema>;

/** `chain.json`: what became of source packages that were built together, in the order in which they are built. */
export const chainResult = defineRecord("chain-result", 1, {
  packages: z.array(chainPackageSchema).min(1),
});
export type ChainResult = z.infer<typeof chainResult.schema>;
