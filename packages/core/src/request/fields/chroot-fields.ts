import * as z from "zod";
import { chrootNameRule, chrootNameSchema } from "../../mock-build/records/named-chroot.ts";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../../debian/debian-architecture.ts";
import { field } from "./request-field.ts";

export const chrootNameField = field(chrootNameSchema, {
  description: "the chroot, by its name",
  allowed: chrootNameRule,
  positional: true,
});

/** Which chroot packages are built in, or a new one is made by. */
export const configurationField = field(z.string().min(1).default("trixie"), {
  description: "the configuration of the chroot: a suite, or one of your own",
  placeholder: "NAME",
});

export const configFileField = field(z.string().min(1).optional(), {
  description: "a file that adds to the configuration of the chroot",
  completes: "file",
  placeholder: "FILE",
});

/** No default here: each door knows the architecture of its machine. */
export const chrootArchitectureField = field(debianArchitectureSchema, {
  description: "the architecture of the chroot, by Debian's name",
  placeholder: "ARCH",
  suggestions: debianNameOfArchitecture,
});

export const snapshotNameField = field(chrootNameSchema, {
  description: "the snapshot, by its name",
  allowed: chrootNameRule,
  positional: true,
});

export const chrootUserField = field(z.enum(["root", "builder"]).default("root"), {
  description: "who runs it: root of the chroot, or the user without rights that builds packages",
});
