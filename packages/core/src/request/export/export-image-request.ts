import * as z from "zod";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../../debian/debian-architecture.ts";
import { defaultMaxLayers, layerLimit } from "../../layers/layer-plan.ts";
import { isReservedLabel } from "../../oci/reserved-label.ts";
import { imageCompressionField } from "../compose-request.ts";
import { namedPlaceSchema } from "../fields/named-place.ts";
import { revisionSchema } from "../fields/ostree-fields.ts";
import { field } from "../fields/request-field.ts";
import { cacheDirField, jsonField, outputDirField } from "../fields/shared-fields.ts";

const labelSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*=/)
  .refine((text) => !isReservedLabel(text.slice(0, text.indexOf("="))), {
    error:
      "debootc itself says what the image is: not containers.bootc, ostree.*, debootc.*, nor its version",
  });

/** Builds the request of a container image from its formats, of which the pipeline has a table. */
export function exportImageRequestSchema(formats: readonly [string, ...string[]]) {
  return z.strictObject({
    source: field(namedPlaceSchema, {
      description:
        "what to make the image of: a compose (its directory, its ID, latest), an ostree repository, or a root file system (a directory, or a tar archive of one)",
      path: "place",
      completes: "compose",
      positional: true,
    }),
    to: field(z.string().min(1), {
      description: "where to write it; must not exist",
      placeholder: "PATH",
      path: "file",
      positional: true,
    }),
    format: field(z.enum(formats).default(formats[0]), {
      description: "an OCI layout, which is a directory, or the same as one file",
      placeholder: "FORMAT",
    }),
    ref: field(revisionSchema.optional(), {
      description: "the commit of a repository: a ref or a checksum; its only ref unless given",
      placeholder: "REF",
    }),
    treeVersion: field(
      z
        .string()
        .regex(/^[^\s']+$/)
        .optional(),
      {
        description:
          "the version that machines display; by default that of the commit, else of its os-release",
        placeholder: "VERSION",
      },
    ),
    timestamp: field(z.iso.datetime({ offset: true }).optional(), {
      description:
        "when the image was made, such as 2026-11-23T10:00:00Z; by default when the commit was, or the newest file of the root",
      placeholder: "TIME",
    }),
    label: field(z.array(labelSchema).min(1).optional(), {
      description: "add this label; can be given several times",
      allowed: "NAME=VALUE",
      spaced: true,
      placeholder: "NAME=VALUE",
    }),
    maxLayers: field(z.int().min(1).max(layerLimit).optional(), {
      description: `the most layers to make, instead of ${defaultMaxLayers}`,
      placeholder: "N",
    }),
    imageCompression: imageCompressionField,
    previousImage: field(namedPlaceSchema.optional(), {
      description: "keep layers of this OCI layout or compose where possible",
      path: "place",
      completes: "compose",
      placeholder: "IMAGE",
    }),
    arch: field(debianArchitectureSchema, {
      description: "the architecture of a tree in which no dpkg says it, as Debian names it",
      placeholder: "ARCH",
      suggestions: debianNameOfArchitecture,
    }),
    outputDir: outputDirField,
    cacheDir: cacheDirField,
    json: jsonField,
  });
}
export type ExportImageRequest = z.infer<ReturnType<typeof exportImageRequestSchema>>;
