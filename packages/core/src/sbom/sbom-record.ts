import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";

/** Names the formats of SBOMs, with the file that has each and what registries call it. */
export const sbomFormats = [
  { file: "sbom.spdx.json", title: "SPDX 2.3", mediaType: "application/spdx+json" },
  { file: "sbom.cdx.json", title: "CycloneDX 1.6", mediaType: "application/vnd.cyclonedx+json" },
] as const;

/** Records the SBOMs of an image, which are next to it. */
export const sbomRecord = defineRecord("sbom", 1, {
  documents: z.array(
    z.strictObject({
      file: z.string(),
      mediaType: z.string(),
      digest: digestSchema,
      /** Bytes. */
      size: z.int().min(0),
    }),
  ),
});
export type SbomRecord = z.infer<typeof sbomRecord.schema>;
