import * as z from "zod";
import { debianArchitectureSchema } from "../debian/debian-architecture.ts";

/** Describes a label of a host. */
export const labelSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "lower-case letters, digits, full stops, underscores and hyphens");

/** Describes what a host can do, as its agent tells the hub at the start of each session. */
export const hostReportSchema = z.strictObject({
  /** Of the agent. */
  version: z.string().max(50),
  /** Changes when the machine starts anew, after which nothing of an earlier order runs any more. */
  bootId: z.string().max(64),
  /** What it builds, in Debian's names; the first is its own, the others are emulated. */
  arches: z.array(debianArchitectureSchema).min(1).max(20),
  cpus: z.int().min(1).max(4096),
  memoryMiB: z.int().min(1),
  /** Of the file system on which orders work. */
  diskMiB: z.int().min(1),
  /** How many orders it takes at once. */
  slots: z.int().min(1).max(64),
  labels: z.array(labelSchema).max(50),
  runner: z.strictObject({
    /** GitHub's own, or the one that composes with act during development. */
    kind: z.enum(["official", "act"]),
    version: z.string().max(50),
  }),
  /** Names what its cache has, such as `base-root:sha256:...`; a hint for the choice of a host, nothing else. */
  caches: z.array(z.string().max(200)).max(1000),
});
export type HostReport = z.output<typeof hostReportSchema>;
