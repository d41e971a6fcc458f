import { stat } from "node:fs/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { diffLocks, isUnchanged } from "@debootc/core/lock/diff-locks";
import type { LockSection } from "@debootc/core/lock/lock";
import type { LockDiff } from "@debootc/core/lock/lock-diff";
import type { DiffRequest } from "@debootc/core/request/diff-request";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import { findCompose } from "../composed/find-compose.ts";
import { readLock } from "../gather/read-lock.ts";

type Asked = Pick<DiffRequest, "old" | "new" | "files" | "outputDir"> & {
  /** The only architecture to compare; all of them if absent. */
  readonly arch?: string | undefined;
};

/** Is what one side locks for each architecture. */
interface LockedSide {
  readonly name: LockDiff["old"];
  readonly sections: Readonly<Record<string, LockSection>>;
}

/**
 * Compares two locks, of which one may be named by a compose that was built from it: then only the architecture of that
 * compose is compared. Undefined if neither side is a file. Throws `usage` and `record-invalid`.
 */
export async function runLockDiff(request: Asked): Promise<LockDiff | undefined> {
  const { old, new: current, files, arch, outputDir } = request;
  const areFiles = await Promise.all([old, current].map(({ path }) => isFile(path)));
  if (!areFiles.includes(true)) return undefined;
  if (files) {
    throw new DebootcError("usage", "--files lists the paths of images, but a lock has none", {
      hint: "Leave it out, or compare two images or composes.",
    });
  }
  const [from, to] = [await readSide(old, outputDir), await readSide(current, outputDir)];
  const architectures = comparedArchitectures(from, to, arch);
  const diffs = architectures.map((name) =>
    diffLocks(name, comparable(from, to, name), comparable(to, from, name)),
  );
  return { old: from.name, new: to.name, identical: diffs.every(isUnchanged), architectures: diffs };
}

/** A compose records the ids that it ended with, which are no difference to a lock that does not fix any. */
function comparable({ name, sections }: LockedSide, other: LockedSide, architecture: string) {
  const section = sections[architecture];
  if (section === undefined || name.composeId === undefined) return section;
  return other.sections[architecture]?.ids === undefined ? { ...section, ids: undefined } : section;
}

async function readSide(named: NamedPlace, outputDir: string): Promise<LockedSide> {
  if (await isFile(named.path)) return sideOf(named.path);
  try {
    const { result } = await findCompose(named, outputDir);
    return await sideOf(result.lock, result.composeId);
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "usage") throw error;
    throw new DebootcError("usage", `cannot compare a lock with "${named.given}": ${error.message}`, {
      hint: `${error.hint ?? ""} A lock is compared with another lockfile, or with the lock of a compose.`.trim(),
      cause: error,
    });
  }
}

async function sideOf(path: string, composeId?: string): Promise<LockedSide> {
  const lock = await readLock(path);
  if (lock === undefined)
    throw new DebootcError("usage", `cannot read the lock ${path}: there is no such file`);
  return {
    name: { path, ...(composeId === undefined ? {} : { composeId }) },
    sections: lock.architectures,
  };
}

function comparedArchitectures(old: LockedSide, current: LockedSide, arch: string | undefined): string[] {
  const present = [...new Set([old, current].flatMap(({ sections }) => Object.keys(sections)))].sort();
  // A compose is made for one architecture, whatever else the lock has that it was built from.
  const composed = [old, current].flatMap(({ name, sections }) =>
    name.composeId === undefined ? [] : [Object.keys(sections)],
  );
  const both = present.filter((name) => composed.every((own) => own.includes(name)));
  const wanted = arch === undefined ? both : both.filter((name) => name === arch);
  if (wanted.length > 0) return wanted;
  const [from, to] = [old, current].map(({ sections }) => Object.keys(sections).sort().join(", ") || "none");
  throw new DebootcError(
    "usage",
    `there is nothing to compare${arch === undefined ? "" : ` for ${arch}`}: ${old.name.path} locks ${from}, ${current.name.path} locks ${to}`,
    { hint: "Name two locks of one architecture, or leave out --arch." },
  );
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
