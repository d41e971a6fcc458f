import * as z from "zod";
import { field } from "./fields/request-field.ts";
import { cacheDirField, jsonField, outputDirField } from "./fields/shared-fields.ts";

export const bootMemoryField = field(z.int().min(256).default(2048), {
  description: "memory of the virtual machine, in MiB",
  placeholder: "MIB",
  setting: "boot-memory",
});

export const bootTimeoutField = field(z.int().min(1).default(900), {
  description: "give up when the system is not up after this many seconds",
  placeholder: "SECONDS",
  setting: "boot-timeout",
});

/** Boot a finished compose in a virtual machine and check the running system. */
export const bootRequestSchema = z
  .strictObject({
    compose: field(z.string().min(1).default("latest"), {
      description: "the compose to boot: its directory, or latest",
      completes: "compose",
      positional: true,
    }),
    memory: bootMemoryField,
    timeout: bootTimeoutField,
    upgradeFrom: field(z.string().min(1).optional(), {
      description:
        "boot this earlier compose from a disk of its own instead, upgrade it inside to the compose, and roll back",
      completes: "compose",
      placeholder: "COMPOSE",
    }),
    keepDisk: field(z.boolean().default(false), {
      description: "keep the disk of the virtual machine, to look at it or boot it again",
    }),
    outputDir: outputDirField,
    cacheDir: cacheDirField,
    json: jsonField,
  })
  .refine(({ keepDisk, upgradeFrom }) => !(keepDisk && upgradeFrom !== undefined), {
    error: "--keep-disk and --upgrade-from cannot be given together",
  });
export type BootRequest = z.infer<typeof bootRequestSchema>;
