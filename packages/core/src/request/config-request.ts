import * as z from "zod";
import { bootMemoryField, bootTimeoutField } from "./boot-request.ts";
import { imageCompressionField, jobsField } from "./compose-request.ts";
import { limitFields } from "./fields/limit-fields.ts";
import { field } from "./fields/request-field.ts";
import { chrootArchitectureField, configFileField } from "./fields/chroot-fields.ts";
import {
  cacheDirField,
  jsonField,
  mirrorField,
  outputDirField,
  remoteCacheField,
} from "./fields/shared-fields.ts";

/** Holds every field that is a setting, of any command. The flag of a command wins over the setting. */
export const settingFields = {
  outputDir: outputDirField,
  cacheDir: cacheDirField,
  remoteCache: remoteCacheField,
  mirror: mirrorField,
  imageCompression: imageCompressionField,
  jobs: jobsField,
  bootMemory: bootMemoryField,
  bootTimeout: bootTimeoutField,
  ...limitFields,
};

/** Asks for the settings and their origins, or for the merged configuration of a chroot. */
export const configRequestSchema = z.strictObject({
  action: field(z.enum(["show", "chroots"]).default("show"), {
    description:
      "show prints every setting, or every key of one chroot, with its value and origin; chroots lists the chroots that have a configuration",
    positional: true,
  }),
  chroot: field(z.string().min(1).optional(), {
    description: "the chroot to show, such as trixie-amd64; without an architecture, that of --arch",
    positional: true,
  }),
  arch: chrootArchitectureField,
  config: configFileField,
  ...settingFields,
  json: jsonField,
});
export type ConfigRequest = z.infer<typeof configRequestSchema>;
