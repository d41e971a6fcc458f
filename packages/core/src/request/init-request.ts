import * as z from "zod";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../debian/debian-architecture.ts";
import { starterTemplateNames } from "../starter/starter-template.ts";
import { field } from "./fields/request-field.ts";
import { cacheDirField, jsonField, mirrorField } from "./fields/shared-fields.ts";

/** Asks for a directory with all that a new system begins with. */
export const initRequestSchema = z.strictObject({
  directory: field(z.string().min(1).default("."), {
    description: "the directory, which is made if it does not exist",
    positional: true,
    path: "directory",
  }),
  template: field(z.enum(starterTemplateNames).default("server"), {
    description: "what the system is",
    placeholder: "NAME",
  }),
  noLock: field(z.boolean().default(false), {
    description: "choose no packages yet: write no lockfile",
  }),
  arch: field(debianArchitectureSchema, {
    description: "lock packages for this architecture, as Debian names it",
    placeholder: "ARCH",
    suggestions: debianNameOfArchitecture,
  }),
  cacheDir: cacheDirField,
  mirror: mirrorField,
  json: jsonField,
});
export type InitRequest = z.infer<typeof initRequestSchema>;
