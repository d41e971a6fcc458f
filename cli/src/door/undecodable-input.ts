import { DebootcError } from "@debootc/core/error/debootc-error";
import { escapedName, printableName } from "@debootc/core/tar/escaped-name";
import { isUtf8 } from "node:buffer";
import { readFileSync, readlinkSync } from "node:fs";

interface Input {
  /** The arguments, as Node decoded them. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The current directory, to which paths are relative. */
  readonly directory: string;
}

/** Holds the bytes of what Node decoded; read only if something may have been lost. */
interface Bytes {
  readonly commandLine: () => Buffer;
  readonly environment: () => Buffer;
  readonly directory: () => Buffer;
}

const ownBytes: Bytes = {
  commandLine: () => readFileSync("/proc/self/cmdline"),
  environment: () => readFileSync("/proc/self/environ"),
  directory: () => readlinkSync("/proc/self/cwd", { encoding: "buffer" }),
};

/** What Node decodes a byte to that is not UTF-8: a path with it is another path. */
const lost = "\ufffd";

/** Variables, beside our own, from which paths are made. */
const pathVariables = ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"];

/**
 * Returns the refusal of an argument, a variable or a current directory that is not UTF-8: debootc would read, and write,
 * at another path than was given. Undefined where there is none.
 */
export function undecodableInput(
  { words, environment, home, directory }: Input,
  bytes: Bytes = ownBytes,
): DebootcError | undefined {
  if (words.some((word) => word.includes(lost))) {
    const given = split(bytes.commandLine()).slice(-words.length);
    const at = given.findIndex((word) => !isUtf8(word));
    if (at >= 0) return refused("usage", `the argument ${shown(given[at])} is not UTF-8`);
  }
  const names = Object.keys(environment).filter(
    (name) => name.startsWith("DEBOOTC_") || pathVariables.includes(name),
  );
  if (names.some((name) => environment[name]?.includes(lost))) {
    const bad = split(bytes.environment()).find(
      (pair) => !isUtf8(pair) && names.includes(pair.toString("utf8").split("=")[0] ?? ""),
    );
    if (bad !== undefined) return refused("settings-invalid", `the variable ${shown(bad)} is not UTF-8`);
  }
  // Without HOME, it comes from the machine's list of users.
  if (environment.HOME === undefined && home.includes(lost))
    return refused("settings-invalid", `the home directory ${JSON.stringify(home)} is not UTF-8`);
  if (directory.includes(lost)) {
    const path = bytes.directory();
    if (!isUtf8(path)) return refused("usage", `the current directory ${shown(path)} is not UTF-8`);
  }
  return undefined;
}

/** Splits a list of texts that each end in NUL (proc_pid_cmdline(5), proc_pid_environ(5)). */
function split(list: Buffer): Buffer[] {
  const texts: Buffer[] = [];
  for (let start = 0; start < list.length; ) {
    const end = list.indexOf(0, start);
    const stop = end < 0 ? list.length : end;
    texts.push(list.subarray(start, stop));
    start = stop + 1;
  }
  return texts;
}

function shown(bytes: Buffer = Buffer.of()): string {
  return `"${printableName(escapedName(bytes))}"`;
}

function refused(code: "usage" | "settings-invalid", message: string): DebootcError {
  return new DebootcError(code, `${message}: debootc would use another path than that`, {
    hint: "Rename the file or directory so that its name is UTF-8, for example with convmv.",
  });
}
