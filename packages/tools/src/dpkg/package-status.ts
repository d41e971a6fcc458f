import { DebootcError } from "@debootc/core/error/debootc-error";
import { mkdir, open, readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";

/** Describes the first package that could not be unpacked or configured. */
export interface BrokenPackage {
  readonly name: string;
  /** In dpkg's words. */
  readonly reason: string;
}

/**
 * Finds the first error in what dpkg and apt wrote on their status channels (dpkg(1), --status-fd; apt's
 * README.progress-reporting, APT::Status-Fd). Unlike the output, no script of a package writes there.
 */
export function firstBrokenPackage(lines: string): BrokenPackage | undefined {
  for (const line of lines.split("\n")) {
    const { name, reason } =
      /^status: (?<name>\S+) : error : (?<reason>.*)$/.exec(line)?.groups ??
      /^pmerror:(?<name>\S+?):[0-9.]+:(?<reason>.*)$/.exec(line)?.groups ??
      {};
    if (name !== undefined && reason !== undefined) return { name: nameOf(name), reason: reason.trim() };
  }
  return undefined;
}

/** Returns the name in what may be `name`, `name:architecture` or a path to `name_version_architecture.deb`. */
function nameOf(given: string): string {
  return basename(given).replace(/(?:_.*\.deb|\.deb|:.*)$/, "");
}

/** Makes the file that receives the status channels, empty, with the directory for it, and returns its path. */
export async function makeStatusFile(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await (await open(path, "w")).close();
  return path;
}

/** Returns which package broke, according to a file that received the status channels. */
export async function readBrokenPackage(path: string): Promise<BrokenPackage | undefined> {
  const lines = await readFile(path, "utf8").catch((error: unknown) => {
    throw new DebootcError("internal-fault", `no status channel was opened at ${path}`, { cause: error });
  });
  return firstBrokenPackage(lines);
}
