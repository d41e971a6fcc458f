import type { GivenSettings } from "@debootc/core/settings/given-settings";
import type { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";
import { lstatSync } from "node:fs";
import { isAbsolute, join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Holds the settings outside the command line, and the files that may have them. */
export interface UserSettings {
  readonly given: GivenSettings;
  /** All faults of the settings; with any, a command that takes settings must not run. */
  readonly refusal?: DebootcError;
  /** The strongest first. */
  readonly files: readonly { readonly path: string; readonly present: boolean }[];
}

/** Returns the paths of the user's settings file and of the machine's. */
export function settingsPaths(home: string, { XDG_CONFIG_HOME: base }: Environment): readonly string[] {
  // A relative XDG_CONFIG_HOME is to be ignored (XDG Base Directory Specification).
  const own = base !== undefined && isAbsolute(base) ? base : join(home, ".config");
  return [join(own, "debootc/config.yaml"), "/etc/debootc/config.yaml"];
}

/** Reads the variables and the files that give settings. Never throws; without any, it loads no schema. */
export async function userSettings(
  environment: Environment,
  home: string,
  paths: readonly string[],
): Promise<UserSettings> {
  const files = paths.map((path) => ({ path, present: isThere(path) }));
  const present = files.filter((file) => file.present);
  const isSet = Object.keys(environment).some((name) => name.startsWith("DEBOOTC_"));
  if (present.length === 0 && !isSet) return { given: new Map(), files };
  const { fileReader } = await import("../treefile/file-reader.ts");
  const { readSettings } = await import("@debootc/core/settings/read-settings");
  const contents = present.map(({ path }) => ({ path, content: fileReader(path)(path) }));
  return { ...readSettings({ environment, files: contents, home }), files };
}

/** Returns whether a file exists; one that cannot be read must not count as missing. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    return !hasErrno(error, "ENOENT", "ENOTDIR");
  }
}
