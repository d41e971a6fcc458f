/** Names the index of a variant's images for several architectures, in the directory of the variant. */
export const imageIndexFile = "image-index.json";
