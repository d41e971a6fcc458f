import * as z from "zod";
import { errorRecordSchema } from "../error/error-record.ts";
import { defineRecord } from "../record/record.ts";

/**
 * `ok`: as it must be; `lacking`: composing cannot work without it; `left-over`: a crashed run left it and it is
 * still there; `removed`: it was left over and has just been removed.
 */
export const doctorStates = ["ok", "lacking", "left-over", "removed"] as const;

export const doctorFindingSchema = z.strictObject({
  id: z.string(),
  state: z.enum(doctorStates),
  /** What was looked at, such as `mmdebstrap` or `loop device /dev/loop3`. */
  title: z.string(),
  /** What was found, such as a version. */
  detail: z.string().optional(),
  /** What to do about it, one sentence. */
  hint: z.string().optional(),
  /** For `lacking`: the error that a compose would end with. */
  code: errorRecordSchema.shape.code.optional(),
});
export type DoctorFinding = z.infer<typeof doctorFindingSchema>;

/** What `debootc doctor` found on this machine. */
export const doctorReport = defineRecord("doctor", 1, { findings: z.array(doctorFindingSchema) });
export type DoctorReport = z.infer<typeof doctorReport.schema>;
