import * as z from "zod";

/** Describes how one node of a compose went. */
export const nodeTimingSchema = z.strictObject({
  node: z.string(),
  phase: z.string(),
  title: z.string(),
  /** `reused`: the result was in the cache and nothing was done. */
  outcome: z.enum(["finished", "reused", "failed", "skipped"]),
  /** Why it was left out; absent for one that ran, or that lacked what another was to leave. */
  reason: z.string().optional(),
  /** The nodes that it waited for; absent when there were none. */
  after: z.array(z.string()).min(1).optional(),
  /** Since the run began. */
  startSeconds: z.number().min(0),
  /** Wall time. */
  seconds: z.number().min(0),
});
export type NodeTiming = z.infer<typeof nodeTimingSchema>;

/** Nodes of a compose record before version 3: they ran one after the other and have no start time. */
const earlierSchema = z.array(
  z.strictObject({
    id: z.string(),
    title: z.string(),
    phase: z.string(),
    seconds: z.number().min(0),
    reused: z.boolean(),
  }),
);

export const nodeTimingsSchema = z.preprocess((given): unknown => {
  const earlier = earlierSchema.safeParse(given);
  if (!earlier.success) return given;
  let startSeconds = 0;
  return earlier.data.map(({ id, reused, seconds, ...rest }) => {
    const timing = { ...rest, node: id, outcome: reused ? "reused" : "finished", startSeconds, seconds };
    startSeconds += seconds;
    return timing;
  });
}, z.array(nodeTimingSchema));
