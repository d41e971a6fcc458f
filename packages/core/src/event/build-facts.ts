import * as z from "zod";

const bytes = z.int().min(0);
const seconds = z.number().min(0);
const count = z.int().min(0);

export const resourcesSchema = z.strictObject({
  wallSeconds: seconds,
  cpuSeconds: seconds.optional(),
  /** The most memory that the build step used at once, including the page cache. */
  peakMemoryBytes: bytes.optional(),
  /** The most processes and threads at one time. */
  peakProcesses: count.optional(),
  /** How often the kernel killed a process of the build because memory ran out. */
  memoryKills: count.optional(),
  /** How often the build was denied a process because it had reached its limit. */
  refusedProcesses: count.optional(),
  /** Size of the throw-away layer at the end of the build. */
  diskBytes: bytes.optional(),
  downloadBytes: bytes.optional(),
  /** Number of processors given to the build (`parallel=`). */
  processors: z.int().min(1).optional(),
});

export const privileges = ["root", "sudo", "user-namespace"] as const;

/** Describes how the build was isolated from the machine: what was chosen, and what turned out to work. */
export const isolationSchema = z.strictObject({
  kind: z.literal("bubblewrap"),
  /** How debootc obtained the rights that a chroot needs; a user namespace gives none outside itself. */
  privilege: z.enum(privileges),
  namespaces: z.array(z.string()),
  /** Whether system calls are filtered, which requires a filter for this architecture. */
  seccomp: z.boolean(),
  /** `cgroup-v1`, `cgroup-v2`, or why there is none. */
  cgroup: z.string(),
  user: z.strictObject({ name: z.string(), uid: count, gid: count }),
  buildPath: z.string(),
  network: z.strictObject({
    allowed: z.boolean(),
    /** Packets and connections that found no route, by the namespace's counters; absent when not counted. */
    deniedAttempts: count.optional(),
  }),
  /** The limits that were in force. */
  limits: z.strictObject({
    memoryBytes: bytes.optional(),
    processes: z.int().min(1).optional(),
    diskBytes: bytes.optional(),
    seconds: seconds.optional(),
    silenceSeconds: seconds.optional(),
    logBytes: bytes.optional(),
  }),
  /** Requested limits that this machine cannot enforce. */
  unkeptLimits: z.array(z.string()),
});
export type Isolation = z.infer<typeof isolationSchema>;

/** Describes what is known about a build step after it ended, even if it failed. */
export const buildFactsSchema = z.strictObject({
  isolation: isolationSchema,
  resources: resourcesSchema.omit({ wallSeconds: true }),
});
export type BuildFacts = z.infer<typeof buildFactsSchema>;
