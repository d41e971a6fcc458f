import { buildUser } from "@debootc/core/mock-build/chroot/build-user";
import type { Command } from "../run.ts";

/** Returns the command, for `insideRoot`, that packs a tree below a directory of the root; the .dsc goes next to it. */
export function packSource(directory: string, tree: string, limits: Limits = {}): Command {
  return asBuilder(directory, ["dpkg-source", "--build", tree], limits);
}

interface Limits {
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
  readonly timeoutSeconds?: number;
}

/** Runs a command in a directory of its own, as a user with no rights beyond its own files. */
function asBuilder(directory: string, command: readonly string[], limits: Limits): Command {
  const { id, home } = buildUser;
  return {
    tool: "setpriv",
    args: [
      `--reuid=${id}`,
      `--regid=${id}`,
      "--clear-groups",
      "--no-new-privs",
      "--inh-caps=-all",
      "--",
      "env",
      `--chdir=${directory}`,
      `HOME=${home}`,
      ...command,
    ],
    ...limits,
  };
}

/** Returns dpkg-source's error messages without its prefix, then the files that it lists as changed. */
export function dpkgSourceErrors(said: string): string[] {
  const lines = said.split("\n").map((line) => line.trimEnd());
  // The diff that it names is in its own TMPDIR, which is gone.
  const errors = lines.flatMap(
    (line) => /^dpkg-source: error: (.*?)(?:, see \/\S+\.diff\.\w+)?$/.exec(line)?.[1] ?? [],
  );
  const changed = lines.findIndex((line) => line.includes("local changes detected, the modified files are:"));
  if (changed === -1) return errors;
  const names = lines.slice(changed + 1);
  const end = names.findIndex((line) => !line.startsWith(" "));
  return [...errors, ...names.slice(0, end === -1 ? undefined : end)];
}
