import * as z from "zod";
import { chrootNameRule, chrootNameSchema } from "../../mock-build/records/named-chroot.ts";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../../debian/debian-architecture.ts";
import { field } from "./request-field.ts";

export const chrootNameField = field(chrootNameSchema, {
  description: "the name of the chroot",
  allowed: chrootNameRule,
  positional: true,
});

/** Names the configuration of the chroot that packages are built in, or that is created. */
export const configurationField = field(z.string().min(1).default("trixie"), {
  description: "the configuration of the chroot: a suite, or a name of your own",
  placeholder: "NAME",
});

export const configFileField = field(z.string().min(1).optional(), {
  description: "a file to merge into the configuration of the chroot",
  path: "file",
  placeholder: "FILE",
});

/** Has no default: each door knows the architecture of its machine. */
export const chrootArchitectureField = field(debianArchitectureSchema, {
  description: "the architecture of the chroot, as Debian names it",
  placeholder: "ARCH",
  suggestions: debianNameOfArchitecture,
});

export const snapshotNameField = field(chrootNameSchema, {
  description: "the name of the snapshot",
  allowed: chrootNameRule,
  positional: true,
});

export const chrootUserField = field(z.enum(["root", "builder"]).default("root"), {
  description: "who runs it: root of the chroot, or the unprivileged user that builds packages",
});
