import { artifactManifest, emptyConfig } from "@debootc/core/oci/artifact-manifest";
import { blobPath, type Descriptor, descriptorOf } from "@debootc/core/oci/descriptor";
import { imageIndex } from "@debootc/core/oci/image-index";
import { invalidImage } from "@debootc/core/oci/invalid-image";
import { mediaTypes } from "@debootc/core/oci/media-types";
import { rfc3339 } from "@debootc/core/oci/rfc3339";
import { canonicalJson } from "@debootc/core/record/canonical-json";
import type { Digest } from "@debootc/core/record/digest";
import { constants } from "node:fs";
import { copyFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openLayout } from "./open-layout.ts";

/** Is a document about an image, with the file that has it. */
export interface AttachedDocument {
  readonly path: string;
  /** What people find it as. */
  readonly title: string;
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
}

interface Attachment {
  /** The OCI layout of the image. */
  readonly layout: string;
  readonly image: Digest;
  /** In seconds since 1970. */
  readonly timestamp: number;
  readonly documents: readonly AttachedDocument[];
}

/**
 * Attaches documents to an image in its layout, as referrers (OCI 1.1) without a tag, so that the tag still means the image
 * alone. The index is replaced at once, for others may read it meanwhile; what is attached already stays once.
 */
export async function attachDocuments({ layout, image, timestamp, documents }: Attachment): Promise<void> {
  const { index } = await openLayout(layout);
  const subject = index.manifests.find(({ digest }) => digest === image);
  if (subject === undefined) throw invalidImage(`${layout} does not list its image ${image}`);
  const write = (digest: Digest, text: string) => writeFile(join(layout, blobPath(digest)), text);

  await write(descriptorOf(mediaTypes.empty, emptyConfig).digest, emptyConfig);
  const attached: Descriptor[] = [];
  for (const { path, title, mediaType, digest, size } of documents) {
    await copyFile(path, join(layout, blobPath(digest)), constants.COPYFILE_FICLONE);
    const content = { mediaType, digest, size, annotations: { "org.opencontainers.image.title": title } };
    const annotations = { "org.opencontainers.image.created": rfc3339(timestamp) };
    const manifest = canonicalJson(
      artifactManifest({ artifactType: mediaType, subject, content, annotations }),
    );
    const descriptor = descriptorOf(mediaTypes.manifest, manifest);
    await write(descriptor.digest, manifest);
    attached.push({ ...descriptor, artifactType: mediaType });
  }

  const digests = attached.map(({ digest }) => digest);
  const others = index.manifests.filter(({ digest }) => !digests.includes(digest));
  const file = join(layout, "index.json");
  await writeFile(`${file}.new`, canonicalJson(imageIndex([...others, ...attached])));
  await rename(`${file}.new`, file);
}
