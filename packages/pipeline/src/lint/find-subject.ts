import { DebootcError } from "@debootc/core/error/debootc-error";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { findImage } from "../image/find-image.ts";

/** Describes what to judge: an unpacked root, an image in an OCI layout, or the image of a compose. */
export type FoundSubject =
  | { readonly kind: "directory"; readonly name: string; readonly path: string }
  | {
      readonly kind: "image";
      readonly name: string;
      /** The OCI layout. */
      readonly path: string;
      readonly tag?: string | undefined;
    }
  | {
      readonly kind: "compose";
      readonly name: string;
      readonly path: string;
      readonly tag?: string | undefined;
      readonly composeId: string;
      /** The lock from which it was built. */
      readonly lock: string;
      /** Debian's name. */
      readonly architecture: string;
    };

/**
 * Resolves a name on the command line: the directory of a root, an OCI layout (with a tag after a colon if it contains
 * several images), or a compose. Throws `usage`.
 */
export async function findSubject(subject: NamedPlace, outputDir: string): Promise<FoundSubject> {
  const { given: name } = subject;
  // What is written as an image is not looked at as a root.
  const kind = name.startsWith("oci:") ? undefined : await kindOf(subject.path);
  if (kind === "root") return { kind: "directory", name, path: subject.path };
  if (kind === "other") throw noSubject(subject.path);
  const { layout, tag, compose } = await findImage(await withPrefix(subject, kind), outputDir);
  const image = { name, path: layout, ...(tag === undefined ? {} : { tag }) };
  if (compose === undefined) return { kind: "image", ...image };
  const { composeId, architecture, lock } = compose;
  return { kind: "compose", ...image, composeId, architecture, lock };
}

/** Reads `DIR:TAG` as `oci:DIR:TAG` if the directory is a layout. */
async function withPrefix({ given, path }: NamedPlace, kind: Kind | undefined): Promise<NamedPlace> {
  const [, directory] = /^(.+):\w[\w.-]{0,127}$/.exec(path) ?? [];
  const isTagged = kind === undefined && directory !== undefined && (await kindOf(directory)) === "layout";
  return { given: isTagged && !given.startsWith("oci:") ? `oci:${given}` : given, path };
}

type Kind = "compose" | "layout" | "root" | "other";

/** Returns undefined if there is nothing at the path. */
async function kindOf(path: string): Promise<Kind | undefined> {
  const found = await statIfPresent(path);
  if (found === undefined) return undefined;
  // Only root may look into it, which is the case for nothing but a root file system.
  if (found === "hidden" || (await statIfPresent(join(path, "usr"))) === "hidden") return "root";
  if (!found.isDirectory()) return "other";
  const has = async (name: string) => (await statIfPresent(join(path, name))) !== undefined;
  if (await has("COMPOSE_ID")) return "compose";
  if ((await has("oci-layout")) || ((await has("index.json")) && (await has("blobs")))) return "layout";
  return (await has("usr")) || (await has("etc")) ? "root" : "other";
}

async function statIfPresent(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EACCES" ? "hidden" : undefined;
  }
}

function noSubject(path: string): DebootcError {
  return new DebootcError("usage", `${path} is neither a root file system nor an OCI layout nor a compose`, {
    hint: "A root has a directory usr or etc, a layout a file oci-layout. skopeo makes a layout from an archive: skopeo copy oci-archive:FILE oci:DIR:TAG (or docker-archive:FILE)",
  });
}
