import * as z from "zod";
import { field } from "./fields/request-field.ts";
import { cacheDirField, jsonField, outputDirField } from "./fields/shared-fields.ts";

/** Asks what this machine lacks for composing and what crashed runs left behind. */
export const doctorRequestSchema = z.strictObject({
  fix: field(z.boolean().default(false), {
    description:
      "remove what crashed runs left behind: mounts, loop devices, processes, half-written directories",
  }),
  outputDir: outputDirField,
  cacheDir: cacheDirField,
  json: jsonField,
});
export type DoctorRequest = z.infer<typeof doctorRequestSchema>;
