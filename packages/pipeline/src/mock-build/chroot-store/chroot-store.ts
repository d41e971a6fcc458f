import { DebootcError } from "@debootc/core/error/debootc-error";
import { directoriesOf, namedChroot, type NamedChroot } from "@debootc/core/mock-build/records/named-chroot";
import { hasErrno } from "@debootc/tools/errno";
import { lockFile } from "@debootc/tools/files/flock";
import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { closeToOthers } from "../../cache/close-to-others.ts";

/** Is a chroot that is held: nobody else can use or change it meanwhile. */
interface HeldChroot extends AsyncDisposable {
  readonly directory: string;
  readonly chroot: NamedChroot;
}

const recordFile = "chroot.json";

export function chrootsDirectory(cacheDir: string): string {
  return join(cacheDir, "chroots");
}

/** Lists all chroots, in the order of their names. */
export async function listChroots(cacheDir: string): Promise<NamedChroot[]> {
  const names = await namesIn(chrootsDirectory(cacheDir));
  const chroots = await Promise.all(names.map((name) => readChroot(join(chrootsDirectory(cacheDir), name))));
  return chroots.filter((chroot) => chroot !== undefined);
}

/**
 * Takes a chroot for oneself. A chroot has one top, in which two at once would see each other's half-done work, so the
 * second one is refused. The lock is the kernel's: it ends with debootc, however that ends. Throws `in-use`, `usage`.
 */
export async function holdChroot(cacheDir: string, name: string): Promise<HeldChroot> {
  const directory = join(chrootsDirectory(cacheDir), name);
  if ((await readChroot(directory)) === undefined) throw await unknown(cacheDir, name);
  const lock = await lockChroot(directory, name);
  // Only from now on nobody else changes it.
  const chroot = await readChroot(directory);
  if (chroot !== undefined)
    return { directory, chroot, [Symbol.asyncDispose]: () => lock[Symbol.asyncDispose]() };
  await lock[Symbol.asyncDispose]();
  throw await unknown(cacheDir, name);
}

/** Makes the directory of a chroot, if it is not there yet. Others cannot reach it: roots have programs with set-id bits. */
export async function makeChrootDirectory(cacheDir: string, name: string): Promise<string> {
  await closeToOthers(chrootsDirectory(cacheDir));
  const directory = join(chrootsDirectory(cacheDir), name);
  await mkdir(directory, { recursive: true });
  return directory;
}

export async function lockChroot(directory: string, name: string): Promise<AsyncDisposable> {
  return lockFile(join(directory, "lock"), () => {
    return new DebootcError("in-use", `the chroot ${name} is in use`, {
      hint: "Wait until its shell or command has ended, or make another: debootc chroot create.",
    });
  });
}

/** Reads the record of a chroot; undefined when there is none, or one that was never finished. Throws `record-invalid`. */
export async function readChroot(directory: string): Promise<NamedChroot | undefined> {
  const path = join(directory, recordFile);
  try {
    return namedChroot.parse(await readFile(path, "utf8"), path);
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}

/** Replaces the record in one step, which is on disk afterwards: the directories that it names must be there. */
export async function writeChroot(directory: string, chroot: NamedChroot): Promise<void> {
  const made = join(directory, `.${recordFile}.${process.pid}`);
  {
    await using file = await open(made, "w");
    await file.writeFile(namedChroot.serialize(chroot));
    await file.sync();
  }
  await rename(made, join(directory, recordFile));
}

/** Makes an empty layer and returns its name. */
export async function makeLayer(directory: string): Promise<string> {
  const id = randomUUID();
  await mkdir(join(directory, "layers", id), { recursive: true });
  return id;
}

/** Lists what is in the directory of a chroot and does not belong to it: a crash left it. */
export async function strayDirectories(
  directory: string,
  chroot: NamedChroot | undefined,
): Promise<string[]> {
  if (chroot === undefined) return [directory];
  const own = new Set(directoriesOf(chroot));
  const layers = (await namesIn(join(directory, "layers"))).map((name) => `layers/${name}`);
  const bases = (await namesIn(directory)).filter((name) => name.startsWith("base-"));
  return [...layers, ...bases].filter((path) => !own.has(path)).map((path) => join(directory, path));
}

export async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).toSorted();
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  }
}

async function unknown(cacheDir: string, name: string): Promise<DebootcError> {
  const names = (await listChroots(cacheDir)).map((chroot) => chroot.name);
  return new DebootcError("usage", `there is no chroot ${name}; there are: ${names.join(", ") || "none"}`, {
    hint: `Make it: debootc chroot create ${name}`,
  });
}
