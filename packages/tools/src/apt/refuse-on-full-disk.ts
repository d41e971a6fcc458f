import { fullDiskError, isDiskFull } from "../full-disk.ts";
import type { AptFailure, AptFailureKind } from "./apt-failure.ts";

/**
 * Throws `results-unwritable` if the archive is blamed for a file that there was no room for. Where one of its methods could
 * not write, apt may say only that the connection failed, that the file is incomplete or not there, or nothing for ever.
 */
export function refuseOnFullDisk(
  failures: readonly AptFailure[],
  directory: string,
  isFull: (directory: string) => boolean = isDiskFull,
): void {
  const blamed = failures.find(({ kind }) => excuses.has(kind));
  if (blamed === undefined || !isFull(directory)) return;
  const [said = ""] = blamed.detail.split("\n");
  throw fullDiskError(
    "apt-get update",
    `cannot read ${blamed.uri}: the disk of ${directory} is full (what was seen of it: ${said.trim()})`,
  );
}

/** What a file that could not be written looks like; whatever else is wrong with an archive is wrong on any disk. */
const excuses: ReadonlySet<AptFailureKind> = new Set(["unreachable", "damaged", "stalled", "no-suite"]);
