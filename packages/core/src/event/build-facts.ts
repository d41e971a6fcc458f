import * as z from "zod";

const bytes = z.int().min(0);
const seconds = z.number().min(0);
const count = z.int().min(0);

export const resourcesSchema = z.strictObject({
  wallSeconds: seconds,
  cpuSeconds: seconds.optional(),
  /** The most memory that the build step held at once, page cache included. */
  peakMemoryBytes: bytes.optional(),
  /** The most processes and threads at once. */
  peakProcesses: count.optional(),
  /** How often the kernel killed a process of the build for want of memory. */
  memoryKills: count.optional(),
  /** How often the build was refused a process because it had as many as it may. */
  refusedProcesses: count.optional(),
  /** What stood in the throw-away layer at the end of the build. */
  diskBytes: bytes.optional(),
  downloadBytes: bytes.optional(),
  /** Processors that the build was told of (`parallel=`). */
  processors: z.int().min(1).optional(),
});

export const privileges = ["root", "sudo", "user-namespace"] as const;

/** How the build was kept apart from the machine: what was chosen, and what was found to work. */
export const isolationSchema = z.strictObject({
  kind: z.literal("bubblewrap"),
  /** How debootc came to the rights that a chroot takes; a user namespace gives none outside of it. */
  privilege: z.enum(privileges),
  namespaces: z.array(z.string()),
  /** System calls are filtered: there is a filter for this architecture. */
  seccomp: z.boolean(),
  /** `cgroup-v1`, `cgroup-v2`, or why there are none. */
  cgroup: z.string(),
  user: z.strictObject({ name: z.string(), uid: count, gid: count }),
  buildPath: z.string(),
  network: z.strictObject({
    allowed: z.boolean(),
    /** Packets and connections that found no route, by the counters of the namespace; absent when not counted. */
    deniedAttempts: count.optional(),
  }),
  /** Those that were in force. */
  limits: z.strictObject({
    memoryBytes: bytes.optional(),
    processes: z.int().min(1).optional(),
    diskBytes: bytes.optional(),
    seconds: seconds.optional(),
    silenceSeconds: seconds.optional(),
    logBytes: bytes.optional(),
  }),
  /** Limits that were asked for and that this machine cannot keep. */
  unkeptLimits: z.array(z.string()),
});
export type Isolation = z.infer<typeof isolationSchema>;

/** What is known of the build step when it has ended, also when it failed. */
export const buildFactsSchema = z.strictObject({
  isolation: isolationSchema,
  resources: resourcesSchema.omit({ wallSeconds: true }),
});
export type BuildFacts = z.infer<typeof buildFactsSchema>;
