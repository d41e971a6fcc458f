import * as z from "zod";
import { gpgKeyFdField, gpgKeyFileField } from "./fields/ostree-fields.ts";
import { field } from "./fields/request-field.ts";
import {
  architectureField,
  cacheDirField,
  jsonField,
  lockField,
  mirrorField,
  outputDirField,
  treefileField,
} from "./fields/shared-fields.ts";

export const imageCompressionField = field(z.enum(["zstd", "gzip"]).optional(), {
  description: "compress the image's layers this way, whatever the treefile says",
  placeholder: "FORMAT",
  setting: "image-compression",
});

/** No default here: each door knows its machine. */
export const jobsField = field(z.int().min(1), {
  description: "how much to do at the same time; four packages are fetched for each",
  placeholder: "N",
  setting: "jobs",
});

/** One treefile to an ostree commit and a bootc image. */
export const composeRequestSchema = z.strictObject({
  treefile: treefileField,
  arch: architectureField,
  lock: lockField,
  outputDir: outputDirField,
  cacheDir: cacheDirField,
  mirror: mirrorField,
  noCache: field(z.boolean().default(false), {
    description: "build from scratch: nothing is reused but verified packages",
  }),
  composeId: field(z.string().min(1).optional(), {
    description: "name the compose yourself instead of by release, date and count",
    placeholder: "ID",
  }),
  imageCompression: imageCompressionField,
  previousImage: field(z.string().min(1).optional(), {
    description:
      "the OCI layout or compose whose layers the image keeps where it can: the previous compose of the ref unless given; `none` plans afresh",
    completes: "compose",
    placeholder: "IMAGE",
  }),
  gpgKeyFile: gpgKeyFileField,
  gpgKeyFd: gpgKeyFdField,
  jobs: jobsField,
  sequential: field(z.boolean().default(false), {
    description: "one step after the other, even where two could run side by side",
  }),
  json: jsonField,
});
export type ComposeRequest = z.infer<typeof composeRequestSchema>;
