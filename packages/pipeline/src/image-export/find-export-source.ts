import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import { readLog, readRefs } from "@debootc/tools/ostree/ostree-refs";
import { isThere } from "@debootc/tools/files/paths";
import type { Stats } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { findCompose } from "../composed/find-compose.ts";
import { openRepository } from "../ostree/open-repository.ts";

/** Is a tree of which an image can be made. */
export type TreeSource =
  | {
      readonly kind: "commit";
      readonly repo: string;
      readonly checksum: string;
      readonly version?: string;
      /** Seconds since 1970. */
      readonly timestamp: number;
    }
  | { readonly kind: "root" | "archive"; readonly path: string };

/** Is what an image is made of: a tree, or a compose that has the image already. */
export type ExportSource = TreeSource | { readonly kind: "compose"; readonly compose: LegOfCompose };

interface Wish {
  readonly source: NamedPlace;
  readonly ref?: string | undefined;
  readonly outputDir: string;
}

/**
 * Finds what to make an image of by what is at its path: a file is an archive, a directory is a repository, a compose or a
 * root. A name that is no path is that of a compose. Throws `usage`.
 */
export async function findExportSource({ source, ref, outputDir }: Wish): Promise<ExportSource> {
  const there = await lookAt(source.path);
  const kind = there === undefined ? undefined : await kindOf(source.path, there);
  if (kind === "repository") return findCommit(source.path, ref);
  if (ref !== undefined)
    throw new DebootcError("usage", `${source.given} is not an ostree repository, so it has no ref ${ref}`, {
      hint: "Leave out the ref, or name a repository: the one of a compose is its directory `ostree`.",
    });
  if (kind === "root" || kind === "archive") return { kind, path: await realpath(source.path) };
  const { result: compose } = await findCompose(source, outputDir).catch((error: unknown) => {
    throw error instanceof DebootcError && kind !== "compose" ? nothingToExport(source, error) : error;
  });
  return { kind: "compose", compose };
}

async function findCommit(path: string, ref: string | undefined): Promise<TreeSource> {
  const { path: repo } = await openRepository(await realpath(path));
  const [{ checksum, timestamp, version }] = await readLog(repo, ref ?? (await onlyRef(repo)));
  return {
    kind: "commit",
    ...{ repo, checksum, timestamp: Date.parse(timestamp) / 1000 },
    ...(version === undefined ? {} : { version }),
  };
}

async function onlyRef(repo: string): Promise<string> {
  const refs = [...(await readRefs(repo)).keys()];
  const [only, ...others] = refs;
  if (only !== undefined && others.length === 0) return only;
  const has = only === undefined ? "no ref" : `several refs: ${refs.slice(0, 10).join(", ")}`;
  throw new DebootcError("usage", `the repository ${repo} has ${has}`, {
    hint: "Name a ref, or the checksum of a commit.",
  });
}

type Kind = "archive" | "compose" | "repository" | "root" | "other";

async function kindOf(path: string, there: Stats | "hidden"): Promise<Kind> {
  // Only root may look into it, which is the case for nothing but a root file system.
  if (there === "hidden" || (await lookAt(join(path, "usr"))) === "hidden") return "root";
  if (there.isFile()) return "archive";
  if (!there.isDirectory()) return "other";
  if (await isThere(join(path, "COMPOSE_ID"))) return "compose";
  if ((await isThere(join(path, "config"))) && (await isThere(join(path, "objects")))) return "repository";
  return (await isThere(join(path, "usr"))) ? "root" : "other";
}

async function lookAt(path: string): Promise<Stats | "hidden" | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EACCES" ? "hidden" : undefined;
  }
}

function nothingToExport({ given }: NamedPlace, cause: DebootcError): DebootcError {
  return new DebootcError(
    "usage",
    `${given} is neither a compose, nor an ostree repository, nor a root file system or an archive of one`,
    {
      hint: `A repository has a file config and a directory objects, a root has a directory usr. ${cause.hint ?? ""}`.trim(),
      cause,
    },
  );
}
