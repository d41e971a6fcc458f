import * as z from "zod";
import { defineRecord } from "../record/record.ts";

/** Describes one rule that the running system had to keep. */
export const bootCheckSchema = z.strictObject({
  id: z.string(),
  /** The rule as a statement, such as `no unit failed`. */
  title: z.string(),
  passed: z.boolean(),
  /** What was found, such as `312 packages`. */
  detail: z.string().optional(),
});
export type BootCheck = z.infer<typeof bootCheckSchema>;

/** Records a compose that was booted in a virtual machine, and what was found inside. Paths are absolute. */
export const bootResult = defineRecord("boot", 1, {
  composeId: z.string(),
  directory: z.string(),
  ref: z.string(),
  /** Checksum of the booted deployment, 64 hexadecimal digits. */
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
  kernel: z.string(),
  accelerator: z.enum(["kvm", "tcg"]),
  /** From power-on until the system said that it was up. */
  seconds: z.number().min(0),
  checks: z.array(bootCheckSchema).min(1),
  /** The upgrade and the rollback that were tested; absent for a boot alone. */
  upgrade: z
    .strictObject({
      /** The previous compose. */
      fromComposeId: z.string(),
      fromChecksum: z.string(),
      /** Parts of the static delta that were fetched. */
      deltaParts: z.int().min(0),
      looseObjects: z.int().min(0),
      /** Size of everything that was fetched. */
      bytes: z.int().min(0),
      /** False when the tree names no keys, so that the guest would accept any commit. */
      signed: z.boolean(),
    })
    .optional(),
  files: z.strictObject({
    /** The guest's console. */
    log: z.string(),
    /** Present only when the disk was to be kept. */
    disk: z.string().optional(),
  }),
});
export type BootResult = z.infer<typeof bootResult.schema>;
