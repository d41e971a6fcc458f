import { DebootcError } from "@debootc/core/error/debootc-error";
import { statfsSync } from "node:fs";

/** Two files of PostgreSQL's log and some pages: with less, a write that fails would end the embedded database. */
const least = 64 * 2 ** 20;

/**
 * Makes sure that a directory has room for what the embedded database is asked to do next: it survives no log that cannot be
 * written, but can wait. Throws `database-unreachable`.
 */
export function requireRoom(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize >= least) return;
  const [left, wanted] = [bavail * bsize, least].map((bytes) => Math.floor(bytes / 2 ** 20));
  throw new DebootcError(
    "database-unreachable",
    `the embedded database takes nothing: ${directory} has ${left} MiB left, and ${wanted} are wanted`,
    { hint: "Make room; the hub goes on by itself." },
  );
}
