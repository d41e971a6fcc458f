import { readFile, realpath } from "node:fs/promises";

/** Mount points strictly below a directory, as the kernel lists them for this process (proc_pid_mountinfo(5)). */
export async function mountsBelow(directory: string): Promise<string[]> {
  const above = await realpath(directory);
  const table = await readFile("/proc/self/mountinfo", "utf8");
  return mountPointsOf(table).filter((point) => point.startsWith(above === "/" ? "/" : `${above}/`));
}

/** The fifth word of each line; blanks, tabs, line feeds and backslashes stand there in octal. */
export function mountPointsOf(table: string): string[] {
  return table
    .split("\n")
    .map((line) => line.split(" ")[4])
    .filter((word) => word !== undefined)
    .map((word) =>
      word.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    );
}
