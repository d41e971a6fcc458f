import { type LayerCompression, layerCompressions } from "./media-types.ts";

/** OCI's (layer.md) and Docker's, including those of layers that must not be distributed. */
const layerTypes = [
  /^application\/vnd\.oci\.image\.layer\.(?:nondistributable\.)?v1\.tar(?:\+(.+))?$/,
  /^application\/vnd\.docker\.image\.rootfs\.(?:foreign\.)?diff\.tar(?:\.(.+))?$/,
];

/** Returns how the tar of a layer is packed, by its media type; undefined if it is not a layer or packed otherwise. */
export function layerPacking(mediaType: string): LayerCompression | "none" | undefined {
  for (const type of layerTypes) {
    const found = type.exec(mediaType);
    if (found === null) continue;
    const packing = found[1];
    return packing === undefined ? "none" : layerCompressions.find((known) => known === packing);
  }
  return undefined;
}
