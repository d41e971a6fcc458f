import type { Unreadable } from "../../document/read-file.ts";

/** Reads a file by its absolute path; undefined when there is none. */
export type ReadChrootFile = (absolutePath: string) => Uint8Array | Unreadable | undefined;

/** Where configuration comes from, the weakest first. */
export const chrootPlaceKinds = ["shipped", "site", "user", "config"] as const;
export type ChrootPlaceKind = (typeof chrootPlaceKinds)[number];

/** A directory with configuration of chroots. */
export interface ChrootPlace {
  readonly kind: Exclude<ChrootPlaceKind, "config">;
  /** Absolute path: of `chroots/` itself for what is shipped, else of what has `mock-build.yaml` and `chroots/`. */
  readonly directory: string;
}

/** A file that may be there, and for which chroots it is. */
export interface ChrootFilePlace {
  readonly kind: ChrootPlaceKind;
  readonly path: string;
  /** `all`: for every chroot. */
  readonly of: "all" | "one";
}

/** The files that make up the bases, the farthest ancestor first, in one architecture; weakest first. */
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

/** The file of a place that is for one base. */
export function baseFile({ kind, directory }: ChrootPlace, base: string): ChrootFilePlace {
  return { kind, path: `${directoryOfBases({ kind, directory })}/${base}.yaml`, of: "one" };
}

/** The directory of a place whose files are named after chroots. */
export function directoryOfBases({ kind, directory }: ChrootPlace): string {
  return kind === "shipped" ? directory : `${directory}/chroots`;
}
