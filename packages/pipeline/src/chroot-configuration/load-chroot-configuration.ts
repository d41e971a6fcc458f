import { type ChrootPlace, directoryOfBases } from "@debootc/core/mock-build/chroot/chroot-places";
import { parseChrootName } from "@debootc/core/mock-build/chroot/chroot-name";
import {
  type ChrootOption,
  loadChroot,
  type UncheckedChroot,
} from "@debootc/core/mock-build/chroot/load-chroot";
import { hasErrno } from "@debootc/tools/errno";
import { lstatSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileReader } from "../treefile/file-reader.ts";

/** Directories of the machine and of the user that hold `mock-build.yaml` and `chroots/`. */
export interface ConfigurationDirectories {
  readonly site: string;
  readonly user: string;
}

interface ChrootWish {
  /** Debian's name of the architecture, for a name that does not end in one. */
  readonly architecture: string;
  readonly directories: ConfigurationDirectories;
  /** The file that `--config` names. */
  readonly config?: string;
  readonly options?: readonly ChrootOption[];
}

/** What debootc ships: `chroots/` of its repository. */
const shipped: ChrootPlace = {
  kind: "shipped",
  directory: join(import.meta.dirname, "../../../../chroots"),
};

/** Loads the configuration of a chroot of this machine; only its plugins can tell all that is wrong. Throws `chroot-unknown`. */
export function loadChrootConfiguration(
  name: string,
  { architecture, directories, config, options = [] }: ChrootWish,
): UncheckedChroot {
  return loadChroot({
    name,
    architecture,
    places: placesOf(directories),
    ...(config === undefined ? {} : { configFile: resolve(config) }),
    options,
    read: (path) => (isThere(path) ? fileReader(path)(path) : undefined),
    known: knownChroots(directories),
  });
}

/** Names without architecture of all chroots that there are files of, in order. */
export function knownChroots(directories: ConfigurationDirectories): readonly string[] {
  const names = placesOf(directories).flatMap((place) => filesIn(directoryOfBases(place)));
  const yaml = names.filter((name) => name.endsWith(".yaml")).map((name) => name.slice(0, -".yaml".length));
  // What is for one architecture only adds to another file.
  return [...new Set(yaml.filter((name) => parseChrootName(name).architecture === undefined))].toSorted();
}

function placesOf({ site, user }: ConfigurationDirectories): readonly ChrootPlace[] {
  return [shipped, { kind: "site", directory: site }, { kind: "user", directory: user }];
}

function filesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR", "EACCES")) return [];
    throw error;
  }
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
