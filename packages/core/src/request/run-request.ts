import * as z from "zod";
import { bootMemoryField, bootTimeoutField } from "./boot-request.ts";
import { namedPlaceSchema } from "./fields/named-place.ts";
import { field } from "./fields/request-field.ts";
import { cacheDirField, jsonField, outputDirField } from "./fields/shared-fields.ts";

/** Asks for a virtual machine with a finished compose that runs until it is switched off. */
export const runRequestSchema = z
  .strictObject({
    compose: field(namedPlaceSchema.prefault("latest"), {
      description: "the compose to run: its directory, its ID, or latest",
      path: "place",
      completes: "compose",
      positional: true,
    }),
    command: field(z.array(z.string()).default([]), {
      description: "with --ssh, a command to run in the machine instead of a shell, after --",
      positional: true,
    }),
    ssh: field(z.boolean().default(false), {
      description: "log in as root by ssh, with a key made for this run; the machine ends with the session",
    }),
    gui: field(z.boolean().default(false), {
      description: "give the machine a screen in a window, for a desktop or a kiosk",
    }),
    disk: field(z.boolean().default(false), {
      description: "boot the disk image that `export disk` made, with its own boot loader",
    }),
    memory: bootMemoryField,
    timeout: bootTimeoutField,
    outputDir: outputDirField,
    cacheDir: cacheDirField,
    json: jsonField,
  })
  .refine(({ command, ssh }) => command.length === 0 || ssh, {
    error: "a command needs --ssh, by which it gets into the machine",
  });
export type RunRequest = z.infer<typeof runRequestSchema>;
