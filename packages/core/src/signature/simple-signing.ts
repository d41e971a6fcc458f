import { digestOfBytes, type Digest } from "../record/digest.ts";
import { type Descriptor, descriptorOf } from "../oci/descriptor.ts";
import { imageManifest, type ImageManifest } from "../oci/image-manifest.ts";
import { mediaTypes } from "../oci/media-types.ts";
import { canonicalJson } from "../record/canonical-json.ts";
import { type KeylessProof, proofAnnotations } from "./keyless-proof.ts";

const payloadType = "application/vnd.dev.cosign.simplesigning.v1+json";
const signatureAnnotation = "dev.cosignproject.cosign/signature";

/** Returns the tag under which podman, skopeo, bootc and cosign look for the signatures of an image. */
export function signatureTag(image: Digest): string {
  return `${image.replace(":", "-")}.sig`;
}

/**
 * Returns the text that is signed (containers-signature(5), with the type of cosign): that this repository has this image.
 * It has no date, so that it is the same each time.
 */
export function simpleSigningPayload(repository: string, image: Digest): Buffer {
  const critical = {
    identity: { "docker-reference": repository },
    image: { "docker-manifest-digest": image },
    type: "cosign container image signature",
  };
  return Buffer.from(canonicalJson({ critical, optional: null }));
}

/** Returns the layer that has a payload, with its signature in base64, and the proof of it if it was made without a key. */
export function signatureLayer(payload: Uint8Array, signature: string, proof?: KeylessProof): Descriptor {
  const annotations = {
    [signatureAnnotation]: signature,
    ...(proof === undefined ? {} : proofAnnotations(proof)),
  };
  return { ...descriptorOf(payloadType, payload), annotations };
}

/** Returns the signatures in base64 that a list of signatures has of this payload. */
export function signaturesOf(payload: Uint8Array, { layers }: Pick<ImageManifest, "layers">): string[] {
  const digest = digestOfBytes(payload);
  return layers.flatMap((layer) => {
    const signature = layer.digest === digest ? layer.annotations?.[signatureAnnotation] : undefined;
    return signature === undefined ? [] : [signature];
  });
}

/** Is a list of signatures in the form of an image, and the configuration that it names. */
interface SignatureImage {
  readonly manifest: ImageManifest;
  readonly config: string;
}

/** Returns the list of an image's signatures with one more; those of others stay in it. */
export function withSignature(others: ImageManifest | undefined, added: Descriptor): SignatureImage {
  const layers = [...(others?.layers ?? []), added];
  const never = "0001-01-01T00:00:00Z";
  const config = canonicalJson({
    ...{ architecture: "", os: "", created: never, config: {} },
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => digest) },
    history: layers.map(() => ({ created: never })),
  });
  const manifest = imageManifest({
    config: descriptorOf(mediaTypes.config, config),
    layers,
    annotations: others?.annotations ?? {},
  });
  return { manifest, config };
}
