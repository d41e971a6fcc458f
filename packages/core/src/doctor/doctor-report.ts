import * as z from "zod";
import { errorRecordSchema } from "../error/error-record.ts";
import { defineRecord } from "../record/record.ts";

/**
 * Lists the states of a finding. `ok`: as it should be; `lacking`: composing does not work without it; `left-over`: a
 * crashed run left it behind and it is still there; `removed`: it was left over and has just been removed.
 */
export const doctorStates = ["ok", "lacking", "left-over", "removed"] as const;

export const doctorFindingSchema = z.strictObject({
  id: z.string(),
  state: z.enum(doctorStates),
  /** What was checked, such as `mmdebstrap` or `loop device /dev/loop3`. */
  title: z.string(),
  /** What was found, such as a version. */
  detail: z.string().optional(),
  /** What to do about it, in one sentence. */
  hint: z.string().optional(),
  /** For `lacking`: the error with which a compose would fail. */
  code: errorRecordSchema.shape.code.optional(),
});
export type DoctorFinding = z.infer<typeof doctorFindingSchema>;

/** Records what `debootc doctor` found on this machine. */
export const doctorReport = defineRecord("doctor", 1, { findings: z.array(doctorFindingSchema) });
export type DoctorReport = z.infer<typeof doctorReport.schema>;
