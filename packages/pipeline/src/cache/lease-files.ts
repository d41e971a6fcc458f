import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";
import { open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type EntryName, entryLabel, entryNameOf, hexOf } from "./cache-layout.ts";
import { formatIdentity, lifeOf, type ProcessIdentity, parseIdentity } from "./process-identity.ts";

type Role = "reader" | "remover";

export interface LeaseFile {
  readonly path: string;
  readonly name: EntryName;
  readonly role: Role;
  readonly holder: ProcessIdentity;
}

const waitLimitSeconds = 30;

/**
 * Records who reads and who removes which entry, in files named after their holder. Each side first creates its own
 * file and then looks for the other's, so of a reader and a remover at least one sees the other: the remover gives way,
 * the reader waits. The file of a dead process is void.
 */
export class LeaseFiles {
  readonly #directory: string;
  readonly #holder: ProcessIdentity;
  #count = 0;

  constructor(directory: string, holder: ProcessIdentity) {
    this.#directory = directory;
    this.#holder = holder;
  }

  /** Protects the entry from removers until the returned function is called. Throws `in-use`. */
  async hold(name: EntryName): Promise<() => Promise<void>> {
    const path = await this.#leave(name, "reader");
    const release = () => rm(path, { force: true });
    const pauseSeconds = 0.02;
    for (let waited = 0; (await this.#others(name, "remover")).length > 0; waited += pauseSeconds) {
      if (waited > waitLimitSeconds) {
        await release();
        throw new DebootcError(
          "in-use",
          `cannot read cache entry ${entryLabel(name)}: another debootc is removing it and does not finish`,
          {
            hint: `If no debootc is pruning this cache, remove the files *~remover~* in ${this.#directory}.`,
          },
        );
      }
      await sleep(pauseSeconds * 1000);
    }
    return release;
  }

  /** Runs the removal unless a living process reads the entry; returns whether it ran. */
  async removeUnlessHeld(name: EntryName, removal: () => Promise<void>): Promise<boolean> {
    const path = await this.#leave(name, "remover");
    try {
      if ((await this.#others(name, "reader")).length > 0) return false;
      await removal();
      return true;
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Returns the entries that living processes read, in the form of `entryLabel`. */
  async held(): Promise<ReadonlySet<string>> {
    const readers = (await listLeaseFiles(this.#directory)).filter(({ role }) => role === "reader");
    const voids = await voidLeaseFiles(readers);
    return new Set(readers.filter((file) => !voids.includes(file)).map(({ name }) => entryLabel(name)));
  }

  async #leave(name: EntryName, role: Role): Promise<string> {
    for (;;) {
      this.#count += 1;
      const file = [name.kind, hexOf(name.key), role, formatIdentity(this.#holder), this.#count].join("~");
      try {
        await (await open(join(this.#directory, file), "wx")).close();
        return join(this.#directory, file);
      } catch (error) {
        // Another store of the same process may have used this number in the directory.
        if (!hasErrno(error, "EEXIST")) throw error;
      }
    }
  }

  /** Returns the files of living processes, including this one, and removes void ones. */
  async #others(name: EntryName, role: Role): Promise<LeaseFile[]> {
    const files = (await listLeaseFiles(this.#directory)).filter(
      (file) => file.role === role && entryLabel(file.name) === entryLabel(name),
    );
    const voids = await voidLeaseFiles(files);
    await Promise.all(voids.map(({ path }) => rm(path, { force: true })));
    return files.filter((file) => !voids.includes(file));
  }
}

/** Lists all leases of a cache; skips names of another form. */
export async function listLeaseFiles(directory: string): Promise<LeaseFile[]> {
  return (await readdir(directory)).flatMap((file) => {
    const [kind = "", hex = "", role, identity = ""] = file.split("~");
    const name = entryNameOf(kind, hex);
    const holder = parseIdentity(identity);
    if (name === undefined || holder === undefined || (role !== "reader" && role !== "remover")) return [];
    return [{ path: join(directory, file), name, role, holder }];
  });
}

/** Selects the leases whose holder is dead. */
export async function voidLeaseFiles(files: readonly LeaseFile[]): Promise<LeaseFile[]> {
  const lives = await Promise.all(files.map(({ holder }) => lifeOf(holder)));
  return files.filter((_file, index) => lives[index] === "dead");
}
