import * as z from "zod";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../../debian/debian-architecture.ts";
import { mirrorFaults } from "../../debian/archive-uri.ts";
import { textSchema } from "../../document/text-schema.ts";
import { field } from "./request-field.ts";

export const treefileField = field(z.string().min(1), {
  description: "the treefile to read",
  completes: "treefile",
  positional: true,
});

export const outputDirField = field(z.string().min(1).default("out"), {
  description: "where composes are kept, one directory each",
  setting: "output-dir",
  placeholder: "DIR",
  directory: true,
});

/** No default here: each door knows its own cache directory. */
export const cacheDirField = field(z.string().min(1), {
  description:
    "what runs share: packages, indexes and finished steps, all safe to delete, and chroots that live on",
  setting: "cache-dir",
  placeholder: "DIR",
  directory: true,
});

/** No default here: each door knows the architecture of its machine. */
export const architectureField = field(debianArchitectureSchema, {
  description: "build for this architecture, by Debian's name",
  placeholder: "ARCH",
  suggestions: debianNameOfArchitecture,
});

export const mirrorField = field(
  textSchema(mirrorFaults, { description: "where Debian's packages come from" }).optional(),
  {
    description: "take Debian's packages from this archive, where the treefile or chroot names none",
    placeholder: "URI",
    setting: "mirror",
  },
);

export const lockField = field(z.string().min(1).optional(), {
  description: "the lockfile, when it is not the one beside the treefile",
  completes: "file",
  placeholder: "FILE",
});

export const jsonField = field(z.boolean().default(false), {
  description: "print one JSON event a line on standard output, the result as the last line",
});
