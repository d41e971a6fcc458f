import * as z from "zod";
import { errorRecordSchema } from "../../error/error-record.ts";
import { diagnosticSchema } from "../../error/diagnostic.ts";
import { digestSchema } from "../../record/digest.ts";
import { defineRecord } from "../../record/record.ts";
import { buildLogErrorSchema } from "./build-log-error.ts";
import { isolationSchema, resourcesSchema } from "../../event/build-facts.ts";
import { buildStages } from "../../event/build-stage.ts";
import { comparisonSchema } from "./comparison.ts";

const artefactKinds = ["deb", "udeb", "changes", "buildinfo", "source", "other"] as const;

const bytes = z.int().min(0);
const seconds = z.number().min(0);

/** One file in the result directory that the build made. */
const artefactSchema = z.strictObject({
  /** File name in the result directory. */
  name: z.string(),
  kind: z.enum(artefactKinds),
  size: bytes,
  sha256: digestSchema,
  /** For a binary package; so are the next two. */
  package: z.string().optional(),
  version: z.string().optional(),
  architecture: z.string().optional(),
});
export type Artefact = z.infer<typeof artefactSchema>;

const stageTimingSchema = z.strictObject({
  stage: z.enum(buildStages),
  /** `reused`: the result was in the cache and nothing was done. */
  outcome: z.enum(["finished", "reused", "failed", "skipped"]),
  /** Since the build began. */
  startSeconds: seconds,
  /** Wall time. */
  seconds,
});
export type StageTiming = z.infer<typeof stageTimingSchema>;

const failureSchema = z.strictObject({
  stage: z.enum(buildStages),
  /** Code, failure class, message and hint. */
  error: errorRecordSchema,
  exitStatus: z.int().min(1),
  /** Present when the build log shows the reason. */
  firstError: buildLogErrorSchema.optional(),
});

/** The outcome of a check of the results, such as lintian. */
const checkOutcomeSchema = z.strictObject({
  name: z.string(),
  status: z.enum(["passed", "failed", "skipped"]),
  summary: z.string(),
  /** File in the result directory. */
  log: z.string().optional(),
});

/**
 * Records a build as `result.json` in its result directory, whatever the outcome. File names are relative to the
 * directory of the file, so that a copied directory is still complete.
 */
export const buildResult = defineRecord("build-result", 1, {
  status: z.enum(["successful", "failed", "cancelled"]),
  /** Version of debootc. */
  producer: z.string(),
  /** The source package as requested on the command line. */
  asked: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** Absent when it was never found. */
  source: z
    .strictObject({
      name: z.string(),
      version: z.string(),
      format: z.string(),
      dscName: z.string(),
      dsc: digestSchema,
      files: z.array(z.strictObject({ name: z.string(), size: bytes, sha256: digestSchema })),
      /** The commit that it was made from; absent if it is not from git. */
      commit: z.string().optional(),
      /** Fingerprints of the keys that signed the .dsc; absent if no signature was required. */
      signedBy: z.array(z.string()).optional(),
    })
    .optional(),
  /** Absent when the configuration itself was refused. */
  chroot: z
    .strictObject({
      name: z.string(),
      suite: z.string(),
      /** The architecture that the compiler runs on. */
      architecture: z.string(),
      /** The architecture that the packages are for. */
      hostArchitecture: z.string(),
      profiles: z.array(z.string()),
      /** Digest of the resolved configuration. */
      configuration: digestSchema,
    })
    .optional(),
  failure: failureSchema.optional(),
  /** Name of the chroot that keeps the root of the failed build. */
  keptChroot: z.string().optional(),
  artefacts: z.array(artefactSchema),
  /** In the order in which they began. */
  stages: z.array(stageTimingSchema),
  resources: resourcesSchema,
  isolation: isolationSchema.optional(),
  /** Digests of the inputs: equal keys mean that the same build was requested. */
  keys: z.strictObject({
    base: digestSchema.optional(),
    dependencies: digestSchema.optional(),
    /** Digest of everything that can affect the results: source, layers, environment, options. */
    plan: digestSchema.optional(),
  }),
  checks: z.array(checkOutcomeSchema),
  /** What `--verify` and `--twice` found. */
  proofs: z.array(comparisonSchema),
  warnings: z.array(diagnosticSchema),
  /** Names in the result directory; absent for files that were never begun. */
  files: z.strictObject({
    buildLog: z.string().optional(),
    rootLog: z.string().optional(),
    stateLog: z.string().optional(),
    lock: z.string().optional(),
  }),
});
export type BuildResult = z.infer<typeof buildResult.schema>;

/** Returns the JSON Schema (2020-12) of `result.json`, for whoever reads it with other programs. */
export function buildResultJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(buildResult.envelope, { io: "input" });
}
