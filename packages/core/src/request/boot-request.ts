import * as z from "zod";
import { namedPlaceSchema } from "./fields/named-place.ts";
import { field } from "./fields/request-field.ts";
import { cacheDirField, jsonField, outputDirField } from "./fields/shared-fields.ts";

export const bootMemoryField = field(z.int().min(256).default(2048), {
  description: "memory of the virtual machine, in MiB",
  placeholder: "MIB",
  setting: "boot-memory",
});

export const bootTimeoutField = field(z.int().min(1).default(900), {
  description: "give up if the system is not up after this many seconds",
  placeholder: "SECONDS",
  setting: "boot-timeout",
});

/** Asks to boot a finished compose in a virtual machine and to check the running system. */
export const bootRequestSchema = z
  .strictObject({
    compose: field(namedPlaceSchema.prefault("latest"), {
      description: "the compose to boot: its directory, or latest",
      path: "place",
      completes: "compose",
      positional: true,
    }),
    memory: bootMemoryField,
    timeout: bootTimeoutField,
    upgradeFrom: field(namedPlaceSchema.optional(), {
      description:
        "boot this earlier compose from its own disk, upgrade it there to the compose, and roll back",
      path: "place",
      completes: "compose",
      placeholder: "COMPOSE",
    }),
    keepDisk: field(z.boolean().default(false), {
      description: "keep the disk of the virtual machine, to inspect it or boot it again",
    }),
    outputDir: outputDirField,
    cacheDir: cacheDirField,
    json: jsonField,
  })
  .refine(({ keepDisk, upgradeFrom }) => !(keepDisk && upgradeFrom !== undefined), {
    error: "--keep-disk and --upgrade-from cannot be given together",
  });
export type BootRequest = z.infer<typeof bootRequestSchema>;
