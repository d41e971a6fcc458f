import * as z from "zod";
import { field } from "./fields/request-field.ts";
import { cacheDirField, jsonField, outputDirField } from "./fields/shared-fields.ts";

/** Say what this machine lacks for composing and what a crashed run left behind. */
export const doctorRequestSchema = z.strictObject({
  fix: field(z.boolean().default(false), {
    description: "remove what a crashed run left: mounts, loop devices, processes, half-written directories",
  }),
  outputDir: outputDirField,
  cacheDir: cacheDirField,
  json: jsonField,
});
export type DoctorRequest = z.infer<typeof doctorRequestSchema>;
