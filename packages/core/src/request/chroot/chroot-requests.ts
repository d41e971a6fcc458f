import * as z from "zod";
import { chrootNameRule, chrootNameSchema } from "../../mock-build/records/named-chroot.ts";
import { jobsField } from "../compose-request.ts";
import { field } from "../fields/request-field.ts";
import { cacheDirField, jsonField, mirrorField } from "../fields/shared-fields.ts";
import { chrootNameField, chrootUserField, snapshotNameField } from "../fields/chroot-fields.ts";

const common = { cacheDir: cacheDirField, json: jsonField };

export const chrootListRequestSchema = z.strictObject(common);

export const chrootShellRequestSchema = z.strictObject({
  name: chrootNameField,
  user: chrootUserField,
  ...common,
});

export const chrootRunRequestSchema = z.strictObject({
  name: chrootNameField,
  command: field(z.array(z.string()).min(1), {
    description: "the command and its arguments, after --",
    positional: true,
  }),
  user: chrootUserField,
  ...common,
});

export const chrootCopyInRequestSchema = z.strictObject({
  name: chrootNameField,
  source: field(z.string().min(1), {
    description: "a file or directory of this machine",
    positional: true,
    completes: "file",
  }),
  target: field(z.string().regex(/^\//), {
    description: "where it goes in the chroot, an absolute path",
    allowed: "an absolute path",
    positional: true,
  }),
  ...common,
});
export type ChrootCopyInRequest = z.infer<typeof chrootCopyInRequestSchema>;

export const chrootCopyOutRequestSchema = z.strictObject({
  name: chrootNameField,
  source: field(z.string().regex(/^\//), {
    description: "a file or directory of the chroot, an absolute path",
    allowed: "an absolute path",
    positional: true,
  }),
  target: field(z.string().min(1), {
    description: "the directory of this machine that gets it",
    positional: true,
    directory: true,
  }),
  ...common,
});
export type ChrootCopyOutRequest = z.infer<typeof chrootCopyOutRequestSchema>;

export const chrootSnapshotRequestSchema = z.strictObject({
  name: chrootNameField,
  snapshot: snapshotNameField,
  ...common,
});
export type ChrootSnapshotRequest = z.infer<typeof chrootSnapshotRequestSchema>;

export const chrootRollbackRequestSchema = z.strictObject({
  name: chrootNameField,
  snapshot: field(chrootNameSchema.optional(), {
    description: "the snapshot to go back to; what the chroot began with when absent",
    allowed: chrootNameRule,
    positional: true,
  }),
  ...common,
});
export type ChrootRollbackRequest = z.infer<typeof chrootRollbackRequestSchema>;

export const chrootUpdateRequestSchema = z.strictObject({
  name: chrootNameField,
  mirror: mirrorField,
  jobs: jobsField,
  ...common,
});
export type ChrootUpdateRequest = z.infer<typeof chrootUpdateRequestSchema>;

export const chrootScrubRequestSchema = z.strictObject({ name: chrootNameField, ...common });
export type ChrootScrubRequest = z.infer<typeof chrootScrubRequestSchema>;
