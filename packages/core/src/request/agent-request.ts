import * as z from "zod";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../debian/debian-architecture.ts";
import { field } from "./fields/request-field.ts";
import { cacheDirField } from "./fields/shared-fields.ts";

const text = z.string().min(1).optional();

/** Asks to run the agent of a host. What is absent comes from variables; the token only from a file. */
export const agentRequestSchema = z.strictObject({
  hub: field(text, { description: "the address of the hub", placeholder: "URL" }),
  tokenFile: field(text, {
    description: "the file with the token of this host, which only its owner can read",
    placeholder: "FILE",
    path: "file",
  }),
  runner: field(text, {
    description: "the directory of GitHub's runner, or a program that does the same",
    placeholder: "PATH",
    path: "file",
  }),
  runnerKind: field(z.enum(["official", "act"]).optional(), {
    description: "what the runner is; official for a directory, act for a program, if absent",
  }),
  slots: field(z.int().min(1).max(64).optional(), {
    description: "how many orders to carry out at once; 1 if absent",
    placeholder: "N",
  }),
  label: field(z.array(z.string().min(1)).optional(), {
    description: "a label of this host, which tasks can ask for; can be given several times",
    placeholder: "LABEL",
  }),
  buildArch: field(z.array(debianArchitectureSchema).optional(), {
    description:
      "an architecture that it builds, its own first; all that the machine runs, if absent; can be given several times",
    placeholder: "ARCH",
    suggestions: debianNameOfArchitecture,
  }),
  workDir: field(text, {
    description: "where orders work; debootc/agent below ~/.local/state if absent",
    placeholder: "DIR",
    path: "directory",
  }),
  cacheDir: cacheDirField,
  graceSeconds: field(z.int().min(0).max(600).optional(), {
    description: "how long a runner has to end its job when it is asked to; 30 if absent",
    placeholder: "N",
  }),
  passEnv: field(z.array(z.string().min(1)).optional(), {
    description: "a variable of the agent that runners get, too; can be given several times",
    placeholder: "NAME",
  }),
});
export type AgentRequest = z.output<typeof agentRequestSchema>;
