import * as z from "zod";
import { errorRecordSchema } from "../error/error-record.ts";
import { buildFactsSchema } from "./build-facts.ts";
import { buildStages } from "./build-stage.ts";
import { diagnosticSchema } from "../error/diagnostic.ts";

const stamp = {
  /** Counts from 0 without a gap within one run. */
  sequence: z.int().min(0),
  /** RFC 3339, UTC. */
  time: z.iso.datetime(),
  /** Id of the node that speaks; absent for the run itself. */
  node: z.string().optional(),
};

/** All that a run tells the outside, as one stream; every medium has one renderer for it. */
export const eventSchema = z.discriminatedUnion("type", [
  z.strictObject({
    ...stamp,
    type: z.literal("run"),
    state: z.enum(["started", "finished", "failed", "cancelled"]),
    composeId: z.string().optional(),
    error: errorRecordSchema.optional(),
  }),
  z.strictObject({
    ...stamp,
    type: z.literal("node"),
    state: z.enum(["started", "reused", "finished", "failed", "skipped"]),
    title: z.string(),
    phase: z.string(),
    /** Wall time, on the closing states. */
    seconds: z.number().min(0).optional(),
    error: errorRecordSchema.optional(),
  }),
  z.strictObject({
    ...stamp,
    type: z.literal("progress"),
    /** What is being done, such as `configuring openssh-server`. */
    step: z.string(),
    done: z.number().min(0).optional(),
    total: z.number().min(0).optional(),
    unit: z.enum(["bytes", "packages", "steps", "seconds"]).optional(),
    /** The stage of a package's build that begins with this step. */
    stage: z.enum(buildStages).optional(),
  }),
  z.strictObject({ ...stamp, type: z.literal("log"), line: z.string() }),
  /** Once for each build of a package, however it ended. */
  z.strictObject({ ...stamp, type: z.literal("build-facts"), facts: buildFactsSchema }),
  z.strictObject({ ...stamp, type: z.literal("diagnostic"), diagnostic: diagnosticSchema }),
  z.strictObject({
    ...stamp,
    type: z.literal("artifact"),
    /** Such as `oci-layout`, `ostree-commit`, `lock`. */
    kind: z.string(),
    path: z.string(),
    digest: z.string().optional(),
    size: z.int().min(0).optional(),
  }),
]);
export type Event = z.infer<typeof eventSchema>;

type Unstamped<T> = T extends Event ? Omit<T, "sequence" | "time" | "node"> : never;
/** An event as a node writes it: the stream adds sequence, time and node. */
export type Report = Unstamped<Event>;
/** How a step speaks to its run. */
export type Reporter = (report: Report) => void;
