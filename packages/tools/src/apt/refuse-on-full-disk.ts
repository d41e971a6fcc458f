import { fullDiskError, isDiskFull } from "../full-disk.ts";
import type { AptFailure } from "./apt-failure.ts";

/**
 * Throws `results-unwritable` if apt blames the archive for a file that it had no room for. Where one of its methods could
 * not write, apt may say only that the connection failed or that the file is incomplete.
 */
export function refuseOnFullDisk(
  failures: readonly AptFailure[],
  directory: string,
  isFull: (directory: string) => boolean = isDiskFull,
): void {
  const blamed = failures.find(({ kind }) => kind === "unreachable" || kind === "damaged");
  if (blamed === undefined || !isFull(directory)) return;
  const [said = ""] = blamed.detail.split("\n");
  throw fullDiskError(
    "apt-get update",
    `cannot fetch ${blamed.uri}: the disk of ${directory} is full (apt says: ${said.trim()})`,
  );
}
