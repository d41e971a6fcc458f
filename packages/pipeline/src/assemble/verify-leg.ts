import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import { legText } from "@debootc/core/compose/leg-name";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { countOf } from "@debootc/core/text/amount";
import type { Digest } from "@debootc/core/record/digest";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { findDamage, pruneObjects } from "@debootc/tools/ostree/ostree-repository";
import { readRefs } from "@debootc/tools/ostree/ostree-refs";
import { lstat, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { legFiles, pluginsDirectory } from "../compose/run/leg-files.ts";
import { openImage } from "../image/open-image.ts";
import { openLayout } from "../image/open-layout.ts";
import { referrersOf } from "../image/referrers-of.ts";
import { strangerInRepository } from "./stranger-in-repository.ts";

interface PlacedLeg {
  readonly leg: ComposedLeg;
  /** `compose/<variant>/<arch>` of the compose that has it, absolute. */
  readonly base: string;
}

/**
 * Checks that a leg is what its record says, and nothing more: every object of the repository, every blob of the image, every
 * file beside them. It comes from another machine: no path of its record leads out of it, and the caller has seen to it
 * that no link does. Throws `verification-differs`.
 */
export async function verifyLeg({ leg, base }: PlacedLeg, signal: AbortSignal): Promise<void> {
  const differs = (what: string) =>
    new DebootcError("verification-differs", `the leg ${legText(leg)} is not what its record says: ${what}`, {
      hint: `Compose it again, or fetch it again: it is in ${base}.`,
    });
  const places = { ostree: leg.commit.repo, oci: leg.image.layout, "lock.json": leg.lock };
  for (const [name, path] of Object.entries(places))
    if (path !== join(base, name)) throw differs(`${path} lies outside of it`);

  const disks = Object.fromEntries((leg.disks ?? []).map(({ file, digest }) => [file, digest]));
  const named = new Set(["ostree", "oci", ...Object.keys(leg.files), ...(leg.disks ? ["images"] : [])]);
  const tops = new Set([...named].map((name) => name.replace(/\/.*/, "")));
  const inIt = [...(await legFiles(base)), ...(await readdir(base)).filter((name) => !tops.has(name))];
  const more = inIt.find((name) => !named.has(name)) ?? (await emptyIn(base, [...named]));
  if (more !== undefined) throw differs(`it has ${more}, which is not in it`);
  const inImages = leg.disks === undefined ? [] : await readdir(join(base, "images")).catch(() => []);
  const strange = inImages.find((name) => !Object.hasOwn(disks, name));
  if (strange !== undefined) throw differs(`it has images/${strange}, which is not in it`);
  const files = [...Object.entries(leg.files), ...Object.entries(disks).map(inDirectory("images"))];
  for (const [name, digest] of files) {
    const found = await digestIfThere(join(base, name));
    if (found !== digest) throw differs(`${name} is ${found ?? "missing"}, not ${digest}`);
  }

  const stranger = await strangerInRepository(leg.commit.repo, leg.ref);
  if (stranger !== undefined) throw differs(stranger);
  const refs = await readRefs(leg.commit.repo);
  if (refs.size !== 1 || refs.get(leg.ref) !== leg.commit.checksum)
    throw differs(
      `its repository has ${[...refs].map(([ref, checksum]) => `${ref} at ${checksum}`).join(", ")}`,
    );
  const [damage] = await findDamage(leg.commit.repo, signal);
  if (damage !== undefined) throw differs(damage);
  const surplus = await pruneObjects(leg.commit.repo, 0, false);
  if (surplus.objects > 0)
    throw differs(`its repository has ${countOf(surplus.objects, "object")} more than its commit`);
  await verifyImage(leg, differs).catch((error: unknown) => {
    const isDamage = error instanceof DebootcError && ["usage", "image-invalid"].includes(error.code);
    throw isDamage ? differs(error.message) : error;
  });
}

/** Returns a directory of plugins in which no file is, if there is one. */
async function emptyIn(base: string, named: readonly string[]): Promise<string | undefined> {
  if (!named.some((name) => name.startsWith(`${pluginsDirectory}/`))) return undefined;
  const entries = await readdir(join(base, pluginsDirectory), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => relative(base, join(entry.parentPath, entry.name)))
    .find((path) => !named.some((name) => name.startsWith(`${path}/`)));
}

function inDirectory(directory: string) {
  return ([name, digest]: [string, Digest]) => [`${directory}/${name}`, digest] as const;
}

async function verifyImage(
  { image, architecture, files }: ComposedLeg,
  differs: (what: string) => DebootcError,
): Promise<void> {
  const { manifestDigest, layers, manifest } = await openImage(image.layout, {
    tag: image.tag,
    preferred: architecture,
  });
  if (manifestDigest !== image.manifestDigest) throw differs(`its image is ${manifestDigest}`);
  const parts = { "": ["blobs", "index.json", "oci-layout"], blobs: ["sha256"] };
  for (const [directory, known] of Object.entries(parts)) {
    const more = (await readdir(join(image.layout, directory))).find((name) => !known.includes(name));
    if (more !== undefined) throw differs(`its image has ${join(directory, more)}, which is not in it`);
  }
  const blobs = join(image.layout, "blobs/sha256");
  const wanted = [
    manifestDigest,
    manifest.config.digest,
    ...layers.map(({ descriptor }) => descriptor.digest),
    ...(await verifyReferrers(image, Object.values(files), differs)),
  ];
  for (const name of await readdir(blobs)) {
    if (!wanted.includes(`sha256:${name}`)) throw differs(`the blob ${name} is not part of its image`);
    const { digest } = await fileDigest(join(blobs, name));
    if (digest !== `sha256:${name}`) throw differs(`the blob ${name} has the digest ${digest}`);
  }
}

/** Returns the digests of all that is attached to an image: documents that are next to it, and nothing else. */
async function verifyReferrers(
  { layout, manifestDigest }: ComposedLeg["image"],
  files: readonly Digest[],
  differs: (what: string) => DebootcError,
): Promise<Digest[]> {
  const opened = await openLayout(layout);
  const referrers = await referrersOf(opened, manifestDigest);
  const others = opened.index.manifests.length - referrers.length - 1;
  if (others !== 0) throw differs(`the index of its image has ${countOf(others, "manifest")} more`);
  return referrers.flatMap(({ descriptor, manifest: { config, layers } }) => {
    const documents = layers.map(({ digest }) => digest);
    const strange = documents.find((digest) => !files.includes(digest));
    if (strange !== undefined) throw differs(`${strange} is attached to its image, and is none of its files`);
    return [descriptor.digest, config.digest, ...documents];
  });
}

async function digestIfThere(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() === true ? (await fileDigest(path)).digest : undefined;
}
