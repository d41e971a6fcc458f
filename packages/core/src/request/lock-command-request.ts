import * as z from "zod";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../debian/debian-architecture.ts";
import { field } from "./fields/request-field.ts";
import {
  cacheDirField,
  jsonField,
  mirrorField,
  outputDirField,
  treefileField,
} from "./fields/shared-fields.ts";

/** Fix the exact packages of a treefile in its lockfile. */
export const lockCommandRequestSchema = z.strictObject({
  treefile: treefileField,
  arch: field(z.array(debianArchitectureSchema).min(1), {
    description: "lock this architecture, by Debian's name; can be given several times",
    placeholder: "ARCH",
    suggestions: debianNameOfArchitecture,
  }),
  lock: field(z.string().min(1).optional(), {
    description: "write this file instead of the one beside the treefile",
    completes: "file",
    placeholder: "FILE",
  }),
  ids: field(z.string().min(1).optional(), {
    description: "also fix user and group ids as they are in this finished compose: its directory, or latest",
    completes: "compose",
    placeholder: "COMPOSE",
  }),
  outputDir: outputDirField,
  cacheDir: cacheDirField,
  mirror: mirrorField,
  json: jsonField,
});
export type LockCommandRequest = z.infer<typeof lockCommandRequestSchema>;
