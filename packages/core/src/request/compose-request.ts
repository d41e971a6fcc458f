import * as z from "zod";
import { architecturesField } from "./fields/architectures-field.ts";
import { gpgKeyFdField, gpgKeyFileField } from "./fields/ostree-fields.ts";
import { namedPlaceSchema } from "./fields/named-place.ts";
import { limitFields } from "./fields/limit-fields.ts";
import { phaseField, skipField } from "./fields/phase-fields.ts";
import { field } from "./fields/request-field.ts";
import {
  cacheDirField,
  extraPackageField,
  jsonField,
  lockField,
  mirrorField,
  outputDirField,
  remoteCacheField,
  treefileField,
  untrustedField,
} from "./fields/shared-fields.ts";
import { variantField } from "./fields/variant-field.ts";

export const imageCompressionField = field(z.enum(["zstd", "gzip"]).optional(), {
  description: "compress the layers of the image this way, whatever the treefile says",
  placeholder: "FORMAT",
  setting: "image-compression",
});

/** Has no default: each door knows its machine. */
export const jobsField = field(z.int().min(1), {
  description: "how many steps to run at the same time; each counts for four downloads",
  placeholder: "N",
  setting: "jobs",
});

/** Asks for the ostree commits and bootc images of a treefile, or of the variants of a compose file. */
export const composeRequestSchema = z
  .strictObject({
    treefile: treefileField,
    variant: variantField,
    arch: architecturesField(
      "build for this architecture, as Debian names it; of a compose file, by default for all that this machine can",
    ),
    lock: lockField,
    extraPackage: extraPackageField,
    outputDir: outputDirField,
    cacheDir: cacheDirField,
    remoteCache: remoteCacheField,
    untrusted: untrustedField,
    mirror: mirrorField,
    noCache: field(z.boolean().default(false), {
      description: "build from scratch; reuse nothing but verified packages",
    }),
    composeId: field(z.string().min(1).optional(), {
      description: "the ID of the compose, instead of one from release, date and count",
      placeholder: "ID",
    }),
    resume: field(z.string().min(1).optional(), {
      description:
        "go on with a compose that was stopped or failed, by its ID or latest: with the packages that it chose, and with all that it finished",
      placeholder: "ID",
    }),
    phase: phaseField,
    skip: skipField,
    plugin: field(z.array(z.string().min(1)).min(1).optional(), {
      description:
        "add the steps of this plugin, whose code runs with your rights; can be given several times",
      placeholder: "FILE",
      path: "file",
    }),
    imageCompression: imageCompressionField,
    sbomFiles: field(z.boolean().default(false), {
      description: "list every file of an image in its SBOMs, with its digest",
    }),
    previousImage: field(namedPlaceSchema.optional(), {
      description:
        "keep layers of this OCI layout or compose where possible; by default the previous compose of the ref, with `none` no image",
      path: "place",
      completes: "compose",
      placeholder: "IMAGE",
    }),
    allowMovedIds: field(z.boolean().default(false), {
      description:
        "warn where a user or group gets another number than in the image before, instead of refusing it",
    }),
    gpgKeyFile: gpgKeyFileField,
    gpgKeyFd: gpgKeyFdField,
    jobs: jobsField,
    sequential: field(z.boolean().default(false), {
      description: "run one step after the other, even where two could run at once",
    }),
    ...limitFields,
    json: jsonField,
  })
  .refine(({ resume, composeId }) => resume === undefined || composeId === undefined, {
    error: "--resume and --compose-id cannot be given together: each names the compose",
  })
  .refine(({ resume, noCache }) => resume === undefined || !noCache, {
    error: "--resume and --no-cache cannot be given together: what is finished is in the cache",
  });
export type ComposeRequest = z.infer<typeof composeRequestSchema>;
