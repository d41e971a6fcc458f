import { type ImageRecord, imageRecord } from "@debootc/core/oci/image-record";
import type { Operation } from "../worker/operation.ts";
import { type WriteImageRequest, writeImage, writeImageRequestSchema } from "./write-image.ts";

/** Only root can read every file of a root; the layout then belongs to the user. */
export const writeImageOperation: Operation<WriteImageRequest, ImageRecord> = {
  name: "write-image",
  request: writeImageRequestSchema,
  result: imageRecord.schema,
  run: writeImage,
  results: ({ directory }) => [directory],
};
