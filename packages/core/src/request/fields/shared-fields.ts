import * as z from "zod";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../../debian/debian-architecture.ts";
import { mirrorFaults } from "../../debian/archive-uri.ts";
import { textSchema } from "../../document/text-schema.ts";
import { field } from "./request-field.ts";

export const treefileField = field(z.string().min(1), {
  description: "the treefile or compose file to read",
  path: "file",
  completes: "treefile",
  positional: true,
  input: "file",
});

export const outputDirField = field(z.string().min(1).default("out"), {
  description: "where to keep composes, one directory each",
  setting: "output-dir",
  placeholder: "DIR",
  path: "directory",
});

/** Has no default: each door knows its own cache directory. */
export const cacheDirField = field(z.string().min(1), {
  description:
    "what runs share: packages, indexes and finished steps, which are safe to delete, and chroots, which are not",
  setting: "cache-dir",
  placeholder: "DIR",
  path: "directory",
});

export const remoteCacheField = field(z.string().min(1).optional(), {
  description:
    "a directory, such as one on a server, from which finished steps are fetched instead of made, and in which new ones are stored",
  setting: "remote-cache",
  placeholder: "DIR",
  path: "directory",
});

export const untrustedField = field(z.boolean().default(false), {
  description:
    "for work of somebody whom nobody needs to trust, such as a fork: read the caches that others share, and write to none of them",
});

/** Has no default: each door knows the architecture of its machine. */
export const architectureField = field(debianArchitectureSchema, {
  description: "build for this architecture, as Debian names it",
  placeholder: "ARCH",
  suggestions: debianNameOfArchitecture,
});

export const mirrorField = field(
  textSchema(mirrorFaults, { description: "The archive of Debian's packages." }).optional(),
  {
    description: "take Debian's packages from this archive if the treefile or chroot names none",
    placeholder: "URI",
    setting: "mirror",
  },
);

export const lockField = field(z.string().min(1).optional(), {
  description: "the lockfile, if it is not the one next to the treefile",
  path: "file",
  placeholder: "FILE",
});

export const jsonField = field(z.boolean().default(false), {
  description: "print JSON on standard output: one event a line, the result as the last line",
});

export const extraPackageField = field(z.array(z.string().min(1)).default([]), {
  description:
    "offer this .deb, or each .deb in this directory, besides the archives; it wins over every other version of its package; can be given several times",
  path: "file",
  placeholder: "FILE|DIR",
});
