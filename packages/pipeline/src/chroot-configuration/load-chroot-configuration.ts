import { type ChrootPlace, directoryOfBases } from "@debootc/core/mock-build/chroot/chroot-places";
import { parseChrootName } from "@debootc/core/mock-build/chroot/chroot-name";
import {
  type ChrootOption,
  loadChroot,
  type UncheckedChroot,
} from "@debootc/core/mock-build/chroot/load-chroot";
import { hasErrno } from "@debootc/tools/errno";
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileReader } from "../treefile/file-reader.ts";

/** Names the directories of the machine and of the user that contain `mock-build.yaml` and `chroots/`. */
export interface ConfigurationDirectories {
  readonly site: string;
  readonly user: string;
}

interface ChrootWish {
  /** Debian's name of the architecture, used if the chroot's name does not end in one. */
  readonly architecture: string;
  readonly directories: ConfigurationDirectories;
  /** The file that `--config` names. */
  readonly config?: string;
  readonly options?: readonly ChrootOption[];
}

/** The chroots that debootc ships: `chroots/` of its repository. */
const shipped: ChrootPlace = {
  kind: "shipped",
  directory: join(import.meta.dirname, "../../../../chroots"),
};

/** Loads the configuration of a chroot; its plugins have yet to check their own parts. Throws `chroot-unknown`. */
export function loadChrootConfiguration(
  name: string,
  { architecture, directories, config, options = [] }: ChrootWish,
): UncheckedChroot {
  return loadChroot({
    name,
    architecture,
    places: placesOf(directories),
    ...(config === undefined ? {} : { configFile: config }),
    options,
    read: (path) => (isThere(path) ? fileReader(path)(path) : undefined),
    known: knownChroots(directories),
  });
}

/** Lists the names, without architecture, of all chroots that have files, in order. */
export function knownChroots(directories: ConfigurationDirectories): readonly string[] {
  const names = placesOf(directories).flatMap((place) => filesIn(directoryOfBases(place)));
  const yaml = names.filter((name) => name.endsWith(".yaml")).map((name) => name.slice(0, -".yaml".length));
  // A file for one architecture only adds to another file.
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

/** Returns true for an unreadable file too: it must not count as absent. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    return !hasErrno(error, "ENOENT", "ENOTDIR");
  }
}
