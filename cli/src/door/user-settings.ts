import type { GivenSettings } from "@debootc/core/settings/given-settings";
import type { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";
import { lstatSync } from "node:fs";
import { isAbsolute, join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** What is set outside the command line, and where that was looked for. */
export interface UserSettings {
  readonly given: GivenSettings;
  /** Everything that is wrong with it; a command that takes settings must not run then. */
  readonly refusal?: DebootcError;
  /** The strongest first. */
  readonly files: readonly { readonly path: string; readonly present: boolean }[];
}

/** The user's settings file, then the machine's. */
export function settingsPaths(home: string, { XDG_CONFIG_HOME: base }: Environment): readonly string[] {
  // A relative XDG_CONFIG_HOME is to be ignored (XDG Base Directory Specification).
  const own = base !== undefined && isAbsolute(base) ? base : join(home, ".config");
  return [join(own, "debootc/config.yaml"), "/etc/debootc/config.yaml"];
}

/** Reads the variables and the files that give settings. Never throws; where there are none no schema is read. */
export async function userSettings(
  environment: Environment,
  home: string,
  paths: readonly string[],
): Promise<UserSettings> {
  const files = paths.map((path) => ({ path, present: isThere(path) }));
  const present = files.filter((file) => file.present);
  const isSet = Object.keys(environment).some((name) => name.startsWith("DEBOOTC_"));
  if (present.length === 0 && !isSet) return { given: new Map(), files };
  const { fileReader } = await import("@debootc/pipeline/treefile/file-reader");
  const { readSettings } = await import("@debootc/core/settings/read-settings");
  const contents = present.map(({ path }) => ({ path, content: fileReader(path)(path) }));
  return { ...readSettings({ environment, files: contents, home }), files };
}

/** A file that is there and cannot be read must not count as none. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    return !hasErrno(error, "ENOENT", "ENOTDIR");
  }
}
