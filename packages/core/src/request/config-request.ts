import * as z from "zod";
import { bootMemoryField, bootTimeoutField } from "./boot-request.ts";
import { imageCompressionField, jobsField } from "./compose-request.ts";
import { field } from "./request-field.ts";
import { cacheDirField, jsonField, mirrorField, outputDirField } from "./shared-fields.ts";

/** Every field that is a setting, whichever command has it. A flag of a command wins over the setting. */
export const settingFields = {
  outputDir: outputDirField,
  cacheDir: cacheDirField,
  mirror: mirrorField,
  imageCompression: imageCompressionField,
  jobs: jobsField,
  bootMemory: bootMemoryField,
  bootTimeout: bootTimeoutField,
};

/** Show what is set, and by whom. */
export const configRequestSchema = z.strictObject({
  action: field(z.enum(["show"]).default("show"), {
    description: "show prints every setting with its value and where that comes from",
    positional: true,
  }),
  ...settingFields,
  json: jsonField,
});
export type ConfigRequest = z.infer<typeof configRequestSchema>;
