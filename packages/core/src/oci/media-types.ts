/** Names the media types of the OCI image specification 1.1 that debootc writes or reads. */
export const mediaTypes = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
  layerGzip: "application/vnd.oci.image.layer.v1.tar+gzip",
  layerZstd: "application/vnd.oci.image.layer.v1.tar+zstd",
  empty: "application/vnd.oci.empty.v1+json",
} as const;

/** Names Docker's media types (image manifest version 2, schema 2), which a layout may have from a registry. */
export const dockerMediaTypes = {
  index: "application/vnd.docker.distribution.manifest.list.v2+json",
  manifest: "application/vnd.docker.distribution.manifest.v2+json",
  config: "application/vnd.docker.container.image.v1+json",
} as const;

/** Lists how a layer's bytes may be packed. zstd is smaller and faster; Docker and umoci read only gzip. */
export const layerCompressions = ["zstd", "gzip"] as const;
export type LayerCompression = (typeof layerCompressions)[number];

export const layerMediaTypes = {
  zstd: mediaTypes.layerZstd,
  gzip: mediaTypes.layerGzip,
} as const satisfies Record<LayerCompression, string>;
