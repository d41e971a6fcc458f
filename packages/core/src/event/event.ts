import * as z from "zod";
import { errorRecordSchema } from "../error/error-record.ts";
import { buildFactsSchema } from "./build-facts.ts";
import { buildStages } from "./build-stage.ts";
import { diagnosticSchema } from "../error/diagnostic.ts";

const stamp = {
  /** Counts from 0 without gaps within one run. */
  sequence: z.int().min(0),
  /** RFC 3339, UTC. */
  time: z.iso.datetime(),
  /** Id of the node that reports; absent for the run itself. */
  node: z.string().optional(),
};

/**
 * Describes everything that a run reports, as one stream; each medium has one renderer for it. The last event of every
 * run is of type `run` and says how it ended: whoever follows the events alone hears the end. A run that was refused
 * before it began has no `started` before that.
 */
export const eventSchema = z.discriminatedUnion("type", [
  z.strictObject({
    ...stamp,
    type: z.literal("run"),
    state: z.enum(["started", "finished", "failed", "cancelled"]),
    composeId: z.string().optional(),
    /** Why it failed or was cancelled. */
    error: errorRecordSchema.optional(),
  }),
  z.strictObject({
    ...stamp,
    type: z.literal("node"),
    state: z.enum(["started", "reused", "finished", "failed", "skipped"]),
    title: z.string(),
    phase: z.string(),
    /** Ids of the nodes that it waited for, on `started`; absent when there were none. */
    after: z.array(z.string()).min(1).optional(),
    /** Wall time, on the closing states. */
    seconds: z.number().min(0).optional(),
    error: errorRecordSchema.optional(),
    /** Why it is left out, on `skipped`, such as `left out by --skip sbom`; absent where it lacks what another was to leave. */
    reason: z.string().optional(),
  }),
  z.strictObject({
    ...stamp,
    type: z.literal("progress"),
    /** What is being done, such as `configuring openssh-server`. */
    step: z.string(),
    done: z.number().min(0).optional(),
    total: z.number().min(0).optional(),
    unit: z.enum(["bytes", "packages", "steps", "seconds"]).optional(),
    /** The stage of a package build that begins with this step. */
    stage: z.enum(buildStages).optional(),
  }),
  z.strictObject({ ...stamp, type: z.literal("log"), line: z.string() }),
  /** Sent once for each package build, however it ended. */
  z.strictObject({ ...stamp, type: z.literal("build-facts"), facts: buildFactsSchema }),
  z.strictObject({ ...stamp, type: z.literal("diagnostic"), diagnostic: diagnosticSchema }),
  z.strictObject({
    ...stamp,
    type: z.literal("artifact"),
    /** For example `oci-layout`, `ostree-commit` or `lock`. */
    kind: z.string(),
    path: z.string(),
    digest: z.string().optional(),
    size: z.int().min(0).optional(),
  }),
  /** Says that what the command serves can be used from now on. */
  z.strictObject({
    ...stamp,
    type: z.literal("ready"),
    facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
    next: z.array(z.strictObject({ purpose: z.string(), command: z.string() })),
  }),
]);
export type Event = z.infer<typeof eventSchema>;

type Unstamped<T> = T extends Event ? Omit<T, "sequence" | "time" | "node"> : never;
/** Describes an event as a node writes it; the stream adds sequence, time and node. */
export type Report = Unstamped<Event>;
/** Sends reports from a step to its run. */
export type Reporter = (report: Report) => void;
