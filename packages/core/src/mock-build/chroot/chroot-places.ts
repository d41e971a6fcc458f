import type { Unreadable } from "../../document/read-file.ts";

/** Reads a file by its absolute path; returns undefined if there is none. */
export type ReadChrootFile = (absolutePath: string) => Uint8Array | Unreadable | undefined;

/** Lists the sources of configuration, weakest first. */
export const chrootPlaceKinds = ["shipped", "site", "user", "config"] as const;
export type ChrootPlaceKind = (typeof chrootPlaceKinds)[number];

/** Describes a directory with configuration of chroots. */
export interface ChrootPlace {
  readonly kind: Exclude<ChrootPlaceKind, "config">;
  /** Absolute path: `chroots/` itself for shipped files, else the directory of `mock-build.yaml` and `chroots/`. */
  readonly directory: string;
}

/** Describes a file that may exist, and the chroots for which it is. */
export interface ChrootFilePlace {
  readonly kind: ChrootPlaceKind;
  readonly path: string;
  /** `all`: for every chroot. */
  readonly of: "all" | "one";
}

/** Lists the files that configure the bases, farthest ancestor first, in one architecture; weakest first. */
export function chrootFiles(
  places: readonly ChrootPlace[],
  bases: readonly string[],
  architecture: string,
  configFile: string | undefined,
): readonly ChrootFilePlace[] {
  const files = places.flatMap((place): ChrootFilePlace[] => [
    ...(place.kind === "shipped"
      ? []
      : [{ kind: place.kind, path: `${place.directory}/mock-build.yaml`, of: "all" as const }]),
    ...bases.flatMap((base) => [baseFile(place, base), baseFile(place, `${base}-${architecture}`)]),
  ]);
  if (configFile === undefined) return files;
  return [...files, { kind: "config", path: configFile, of: "one" }];
}

/** Returns the file in a place for one base. */
export function baseFile({ kind, directory }: ChrootPlace, base: string): ChrootFilePlace {
  return { kind, path: `${directoryOfBases({ kind, directory })}/${base}.yaml`, of: "one" };
}

/** Returns the directory in a place whose files are named after chroots. */
export function directoryOfBases({ kind, directory }: ChrootPlace): string {
  return kind === "shipped" ? directory : `${directory}/chroots`;
}
