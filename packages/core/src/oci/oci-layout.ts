import * as z from "zod";

/** Describes the file `oci-layout`, which makes a directory an OCI layout (image-layout.md). */
export const ociLayoutSchema = z.looseObject({ imageLayoutVersion: z.literal("1.0.0") });
export type OciLayout = z.infer<typeof ociLayoutSchema>;

export const ociLayout: OciLayout = { imageLayoutVersion: "1.0.0" };
