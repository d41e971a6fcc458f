import { mediaTypes } from "@debootc/core/oci/media-types";
import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import type { Registry } from "./open-registry.ts";
import { RegistryError } from "./registry-error.ts";
import { refuseOtherDigest } from "./upload-blob.ts";

/** Is a manifest, or an index of several, as the bytes that its digest is of. */
export interface ManifestBytes {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const accepted = `${mediaTypes.manifest}, ${mediaTypes.index}`;

/**
 * Puts a manifest into a repository, under its digest or a tag. Returns whether the registry says that it lists it as a
 * referrer of its subject. Throws RegistryError.
 */
export async function putManifest(
  registry: Registry,
  { digest, mediaType, bytes }: ManifestBytes,
  place: string,
): Promise<boolean> {
  const answer = await registry.ask({
    method: "PUT",
    at: `manifests/${place}`,
    headers: { "content-type": mediaType },
    body: bytes,
    expect: [201],
    wish: place === digest ? `to put the manifest ${digest}` : `to move ${place}`,
  });
  refuseOtherDigest(answer, digest);
  return answer.headers["oci-subject"] !== undefined;
}

/** Reads a manifest, by its digest or a tag; undefined where there is none. Throws RegistryError. */
export async function getManifest(registry: Registry, place: string): Promise<ManifestBytes | undefined> {
  const { status, headers, body } = await registry.ask({
    method: "GET",
    at: `manifests/${place}`,
    headers: { accept: accepted },
    expect: [200, 404],
    wish: `the manifest ${place}`,
  });
  if (status === 404) return undefined;
  return { digest: digestOfBytes(body), mediaType: headers["content-type"] ?? "", bytes: body };
}

/** Reads back what was put, and compares every byte. Throws RegistryError. */
export async function proveManifest(
  registry: Registry,
  { digest, bytes }: ManifestBytes,
  place: string,
): Promise<void> {
  const found = await getManifest(registry, place);
  // Registries of several machines may need a moment.
  if (found === undefined)
    throw new RegistryError("unreachable", `${place} is not there, although it was taken`);
  if (Buffer.compare(found.bytes, bytes) === 0) return;
  throw new RegistryError("differs", `${place} was read back as ${found.digest} instead of ${digest}`);
}
