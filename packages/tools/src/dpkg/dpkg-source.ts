import { buildUser } from "@debootc/core/mock-build/chroot/build-user";
import type { Command } from "../run.ts";

/** Makes a .dsc from the tree below a directory of the root, beside that tree. For `insideRoot`. */
export function packSource(directory: string, tree: string, limits: Limits = {}): Command {
  return asBuilder(directory, ["dpkg-source", "--build", tree], limits);
}

interface Limits {
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
  readonly timeoutSeconds?: number;
}

/** As a user without any right beyond its own files, in a directory of its own. */
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

/** What dpkg-source says of a failure, without its prefix; files that it names as changed follow the first line. */
export function dpkgSourceErrors(said: string): string[] {
  const lines = said.split("\n").map((line) => line.trimEnd());
  const errors = lines.flatMap((line) => /^dpkg-source: error: (.*)$/.exec(line)?.[1] ?? []);
  const changed = lines.findIndex((line) => line.includes("local changes detected, the modified files are:"));
  if (changed === -1) return errors;
  const names = lines.slice(changed + 1);
  const end = names.findIndex((line) => !line.startsWith(" "));
  return [...errors, ...names.slice(0, end === -1 ? undefined : end)];
}
