import { type LayerCompression, layerCompressions } from "./media-types.ts";

/** OCI's (layer.md) and Docker's, also of layers that may not be distributed. */
const layerTypes = [
  /^application\/vnd\.oci\.image\.layer\.(?:nondistributable\.)?v1\.tar(?:\+(.+))?$/,
  /^application\/vnd\.docker\.image\.rootfs\.(?:foreign\.)?diff\.tar(?:\.(.+))?$/,
];

/** How the tar of a layer is packed, by its media type; undefined when it is no layer or packed by something else. */
export function layerPacking(mediaType: string): LayerCompression | "none" | undefined {
  for (const type of layerTypes) {
    const found = type.exec(mediaType);
    if (found === null) continue;
    const packing = found[1];
    return packing === undefined ? "none" : layerCompressions.find((known) => known === packing);
  }
  return undefined;
}
