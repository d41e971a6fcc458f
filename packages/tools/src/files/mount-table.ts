import { readFile } from "node:fs/promises";
import { run } from "../run.ts";

export interface Mount {
  /** Absolute path, as this mount namespace sees it. */
  readonly target: string;
  readonly type: string;
  readonly source: string;
  /** Options of the mount and of its file system, such as `noexec`. */
  readonly options: readonly string[];
}

/** What is mounted in this mount namespace, in the order it was mounted. */
export async function readMountTable(): Promise<Mount[]> {
  return parseMountInfo(await readFile("/proc/self/mountinfo", "utf8"));
}

/** Reads the text of /proc/PID/mountinfo, described in proc_pid_mountinfo(5). */
export function parseMountInfo(text: string): Mount[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [head = "", tail = ""] = line.split(" - ", 2);
      const [, , , , target = "", options = ""] = head.split(" ");
      const [type = "", source = "", superOptions = ""] = tail.split(" ");
      return {
        target: unescape(target),
        type,
        source: unescape(source),
        options: [...new Set([...options.split(","), ...superOptions.split(",")])],
      };
    });
}

/** The mounts at a path or below it, the last and deepest first: the order to undo them in. */
export function mountsBelow(path: string, mounts: readonly Mount[]): Mount[] {
  return mounts.filter(({ target }) => target === path || target.startsWith(`${path}/`)).toReversed();
}

/** The mount on which a path lies; undefined when the table has no root. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  const covering = mounts.filter(
    ({ target }) => target === "/" || target === path || path.startsWith(`${target}/`),
  );
  // Of two on one target the later hides the earlier.
  return covering.reduce<Mount | undefined>(
    (best, mount) => (best === undefined || mount.target.length >= best.target.length ? mount : best),
    undefined,
  );
}

/** Undoes the last mount on a target. Throws `tool-failed` while something still uses it. */
export async function unmount(target: string): Promise<void> {
  await run({ tool: "umount", args: ["--no-canonicalize", "--", target] });
}

/** mountinfo writes space, tab, newline and backslash as octal. */
function unescape(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
