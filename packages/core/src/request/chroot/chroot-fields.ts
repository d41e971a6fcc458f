import * as z from "zod";
import { chrootNameSchema } from "../../mock-build/named-chroot.ts";
import { field } from "../request-field.ts";

export const chrootNameField = field(chrootNameSchema, {
  description: "the chroot, by its name",
  positional: true,
});

export const snapshotNameField = field(chrootNameSchema, {
  description: "the snapshot, by its name",
  positional: true,
});

export const chrootUserField = field(z.enum(["root", "builder"]).default("root"), {
  description: "who runs it: root of the chroot, or the user without rights that builds packages",
});
