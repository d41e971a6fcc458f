import * as z from "zod";
import { bootMemoryField, bootTimeoutField } from "./boot-request.ts";
import { imageCompressionField, jobsField } from "./compose-request.ts";
import { field } from "./fields/request-field.ts";
import { chrootArchitectureField, configFileField } from "./fields/chroot-fields.ts";
import { cacheDirField, jsonField, mirrorField, outputDirField } from "./fields/shared-fields.ts";

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

/** Show what is set, and by whom; or what the configuration of a chroot comes to. */
export const configRequestSchema = z.strictObject({
  action: field(z.enum(["show", "chroots"]).default("show"), {
    description:
      "show prints every setting, or every key of one chroot, with its value and where that comes from; chroots lists those that are described",
    positional: true,
  }),
  chroot: field(z.string().min(1).optional(), {
    description: "the chroot to show, such as trixie-amd64; trixie alone is that of --arch",
    positional: true,
  }),
  arch: chrootArchitectureField,
  config: configFileField,
  ...settingFields,
  json: jsonField,
});
export type ConfigRequest = z.infer<typeof configRequestSchema>;
