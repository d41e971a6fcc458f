import { artifactManifest, artifactManifestSchema, emptyConfig } from "@debootc/core/oci/artifact-manifest";
import { descriptorOf } from "@debootc/core/oci/descriptor";
import { type ImageManifest, imageManifestSchema } from "@debootc/core/oci/image-manifest";
import { mediaTypes } from "@debootc/core/oci/media-types";
import { canonicalJson } from "@debootc/core/record/canonical-json";
import type { Digest } from "@debootc/core/record/digest";
import {
  bundleAnnotations,
  bundleType,
  signaturesInBundle,
  signedStatement,
  statementEncoding,
} from "@debootc/core/signature/signature-bundle";
import {
  signatureLayer,
  signaturesOf,
  signatureTag,
  simpleSigningPayload,
  withSignature,
} from "@debootc/core/signature/simple-signing";
import type { ImageSigner } from "@debootc/tools/keys/image-signer";
import {
  getManifest,
  type ManifestBytes,
  proveManifest,
  putManifest,
} from "@debootc/tools/registry/manifests";
import type { Registry } from "@debootc/tools/registry/open-registry";
import { listReferrers } from "@debootc/tools/registry/referrers";
import { RegistryError } from "@debootc/tools/registry/registry-error";
import { getBytes, putBytes } from "@debootc/tools/registry/small-blobs";
import type { PushedReferrer } from "./pushed-image.ts";

type Retry = <Result>(work: () => Promise<Result>) => Promise<Result>;

interface Signing {
  readonly registry: Registry;
  /** `REGISTRY/NAME`, which the signature vouches for together with the digest. */
  readonly repository: string;
  readonly signer: ImageSigner;
  readonly retry: Retry;
}

/** Is an image's signature in both forms, of which no tag and no list is changed yet. */
export interface ImageSignature {
  readonly subject: Digest;
  readonly tag: string;
  readonly bundle: Digest;
  /** What the tag shall mean; absent if the list there has this signature already. */
  readonly tagged?: ManifestBytes;
  /** The referrer to list; absent if one was there already. */
  readonly referrer?: PushedReferrer;
  /** Whether the registry lists the referrer by itself. */
  readonly isListed?: boolean;
}

/** Bounds how many bundles of others are read, since anybody who may push may add some. */
const mostBundles = 32;

/**
 * Signs a manifest in the form of podman, skopeo and bootc, and as a Sigstore bundle, the form that cosign 3 prefers. What
 * a key has signed before stays as it is, since a new signature would be other bytes each time. Throws RegistryError, and as
 * the signer does.
 */
export async function signImage(subject: ManifestBytes, signing: Signing): Promise<ImageSignature> {
  const { digest } = subject;
  const tag = signatureTag(digest);
  const tagged = await signedList(digest, tag, signing);
  // What was signed without a key is signed anew each time, so none of the bundles there can be the same.
  const known = signing.signer.isKeyless ? undefined : await knownBundle(digest, signing);
  if (known !== undefined) return { subject: digest, tag, bundle: known, ...tagged };
  const { referrer, isListed } = await newBundle(subject, signing);
  return { subject: digest, tag, bundle: referrer.digest, ...tagged, referrer, isListed };
}

/** Puts the list of signatures with one more under its digest. */
async function signedList(
  image: Digest,
  tag: string,
  { registry, repository, signer, retry }: Signing,
): Promise<{ readonly tagged?: ManifestBytes }> {
  const payload = simpleSigningPayload(repository, image);
  const found = await retry(() => getManifest(registry, tag));
  const others = found === undefined ? undefined : signatureListIn(found, tag);
  if (others !== undefined && signaturesOf(payload, others).some((one) => signer.hasSigned(payload, one)))
    return {};
  const { signature, proof } = await signer.signPayload(payload);
  const { manifest, config } = withSignature(others, signatureLayer(payload, signature, proof));
  for (const bytes of [payload, Buffer.from(config)]) await retry(() => putBytes(registry, bytes));
  const tagged = manifestBytesOf(manifest);
  await putProven(tagged, registry, retry);
  return { tagged };
}

function signatureListIn({ bytes }: ManifestBytes, tag: string): ImageManifest {
  try {
    return imageManifestSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch (cause) {
    throw new RegistryError(
      "refused",
      `the tag ${tag} is not a list of signatures, which it is reserved for`,
      {
        cause,
      },
    );
  }
}

/** Finds a bundle that this signer has signed. */
async function knownBundle(image: Digest, { registry, signer, retry }: Signing): Promise<Digest | undefined> {
  const statement = signedStatement(image);
  const listed = await retry(() => listReferrers(registry, image));
  const bundles = listed.filter(({ artifactType }) => artifactType === bundleType).slice(-mostBundles);
  for (const { digest } of bundles) {
    const found = await retry(() => getManifest(registry, digest));
    const content = found === undefined ? undefined : bundleIn(found, image);
    if (content === undefined) continue;
    const bytes = await retry(() => getBytes(registry, content));
    const signatures = bytes === undefined ? [] : signaturesInBundle(statement, bytes.toString());
    if (signatures.some((one) => signer.hasSigned(statementEncoding(statement), one))) return digest;
  }
  return undefined;
}

function bundleIn({ bytes }: ManifestBytes, image: Digest): Digest | undefined {
  try {
    const { subject, layers } = artifactManifestSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
    return subject.digest === image ? layers[0]?.digest : undefined;
  } catch {
    return undefined;
  }
}

async function newBundle({ digest, mediaType, bytes }: ManifestBytes, { registry, signer, retry }: Signing) {
  const statement = signedStatement(digest);
  const bundle = await signer.signStatement(statement);
  const manifest = artifactManifest({
    artifactType: bundleType,
    subject: { mediaType, digest, size: bytes.length },
    content: descriptorOf(bundleType, bundle),
    annotations: bundleAnnotations,
  });
  for (const text of [bundle, emptyConfig]) await retry(() => putBytes(registry, Buffer.from(text)));
  const made = manifestBytesOf(manifest);
  const isListed = await putProven(made, registry, retry);
  return { referrer: { ...made, manifest }, isListed };
}

function manifestBytesOf(manifest: object): ManifestBytes {
  const bytes = Buffer.from(canonicalJson(manifest));
  const { digest, mediaType } = descriptorOf(mediaTypes.manifest, bytes);
  return { digest, mediaType, bytes };
}

async function putProven(manifest: ManifestBytes, registry: Registry, retry: Retry): Promise<boolean> {
  const isListed = await retry(() => putManifest(registry, manifest, manifest.digest));
  await retry(() => proveManifest(registry, manifest, manifest.digest));
  return isListed;
}
