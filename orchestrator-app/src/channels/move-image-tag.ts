import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ImageMove } from "@debootc/core/release/channel-images";
import { getManifest, proveManifest, putManifest } from "@debootc/tools/registry/manifests";
import type { Registry } from "@debootc/tools/registry/open-registry";
import { RegistryError } from "@debootc/tools/registry/registry-error";
import { registryErrorCode } from "@debootc/tools/registry/registry-error-code";
import type { Registries } from "./registries.ts";

/**
 * Lets a tag mean an image that is in its repository already, by digest, and reads back that it does. Nothing is built or copied.
 * Throws `image-missing`, `credentials-refused`, `registry-refused`, `registry-unreachable`, `trust-refused`,
 * `verification-differs`.
 */
export async function moveImageTag(registries: Registries, move: ImageMove): Promise<void> {
  const { tag } = move.reference;
  await explained(move, () =>
    registries.use(move.reference, async (registry) => {
      const manifest = await manifestOf(registry, move);
      if (manifest === undefined) throw imageMissing(move);
      const now = await getManifest(registry, tag);
      if (now?.digest === manifest.digest) return;
      await putManifest(registry, manifest, tag);
      await proveManifest(registry, manifest, tag);
    }),
  );
}

/** Returns why images of a release cannot be promoted: each that its registry does not have. Throws as `moveImageTag` does. */
export async function missingImages(
  registries: Registries,
  moves: readonly ImageMove[],
): Promise<readonly string[]> {
  const reasons: string[] = [];
  for (const move of moves) {
    const found = await explained(move, () =>
      registries.use(move.reference, (registry) => manifestOf(registry, move)),
    );
    if (found === undefined) reasons.push(imageMissing(move).message);
  }
  return reasons;
}

async function manifestOf(registry: Registry, { digest }: ImageMove) {
  const found = await getManifest(registry, digest);
  if (found === undefined || found.digest === digest) return found;
  throw new RegistryError("differs", `${digest} was given as ${found.digest}`);
}

function imageMissing({ reference, variant, digest }: ImageMove): DebootcError {
  const { registry, name } = reference;
  return new DebootcError(
    "image-missing",
    `the image of ${variant} in this release, ${digest}, is not in ${registry}/${name}`,
    { hint: "Let the workflow push what it composes, or do it by hand: debootc push." },
  );
}

async function explained<T>({ reference }: ImageMove, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const { registry, name, tag } = reference;
    throw new DebootcError(
      registryErrorCode(error.kind),
      `cannot move ${registry}/${name}:${tag}: ${error.message}`,
      { hint: hintFor(error, registry), cause: error },
    );
  }
}

function hintFor({ kind }: RegistryError, registry: string): string {
  if (kind === "unauthorized" || kind === "denied")
    return `Log the hub's user in where it may push: skopeo login ${registry}, or name a file in REGISTRY_AUTH_FILE.`;
  if (kind === "untrusted") return "Let this machine trust its authority (update-ca-certificates).";
  return "The hub tries again; promote the release again when the registry works.";
}
