import { DebootcError } from "../error/debootc-error.ts";
import { architectureMatches } from "../source-package/architecture-wildcard.ts";
import { builtBinaries } from "../source-package/built-binaries.ts";
import type { BuildType } from "../source-package/build-needs.ts";
import type { SourcePackage } from "../source-package/source-package.ts";

/** Describes which parts of a source package to build. */
interface AskedBuild {
  /** `--arch-any`: only architecture-dependent packages. */
  readonly archAny: boolean;
  /** `--arch-all`: only architecture-independent packages. */
  readonly archAll: boolean;
  /** `--source-only`: rebuild the source package with the chroot's own tools. */
  readonly sourceOnly: boolean;
  /** `--binary-only N`: architecture-dependent packages with a later version. */
  readonly binaryOnly?: number | undefined;
  /** `--twice` and `--verify`: the built packages are compared. */
  readonly twice: boolean;
  readonly verify: readonly string[];
}

/** Returns what to build, for dpkg-buildpackage's `--build`. Throws `usage` for options that exclude each other. */
export function askedBuildTypes({
  archAny,
  archAll,
  sourceOnly,
  binaryOnly,
  twice,
  verify,
}: AskedBuild): readonly BuildType[] {
  if (sourceOnly && (archAny || archAll || binaryOnly !== undefined))
    throw exclusive(
      "--source-only",
      "--arch-any, --arch-all and --binary-only",
      "--source-only builds no binary packages.",
    );
  if (sourceOnly && (twice || verify.length > 0))
    throw exclusive(
      "--source-only",
      "--twice and --verify",
      "They compare binary packages, and --source-only builds none.",
    );
  if (binaryOnly !== undefined && archAll)
    throw exclusive(
      "--binary-only",
      "--arch-all",
      "Architecture-independent packages are rebuilt by a new source version: they must not have a different version on each architecture.",
    );
  if (sourceOnly) return ["source"];
  if (binaryOnly !== undefined) return ["any"];
  if (archAny === archAll) return ["any", "all"];
  return archAny ? ["any"] : ["all"];
}

function exclusive(one: string, other: string, why: string): DebootcError {
  return new DebootcError("usage", `${one} cannot be used with ${other}`, { hint: why });
}

/**
 * Returns those of the requested types that a source package has for the architecture and the build profiles; without
 * this, dpkg-buildpackage fails only at the very end. Throws `architecture-unfit` if there are none.
 */
export function fittingBuildTypes(
  source: Pick<SourcePackage, "name" | "version" | "architectures" | "binaries" | "packageList">,
  asked: readonly BuildType[],
  { architecture, profiles }: { readonly architecture: string; readonly profiles: readonly string[] },
): readonly BuildType[] {
  if (asked.includes("source")) return asked;
  const isListed = (type: BuildType) =>
    source.packageList.length === 0
      ? source.architectures.some((one) =>
          type === "all" ? one === "all" : one !== "all" && architectureMatches(architecture, one),
        )
      : builtBinaries(source, { architecture, profiles, types: [type] }).length > 0;
  const fitting = asked.filter(isListed);
  if (fitting.length > 0) return fitting;
  const made = source.architectures.join(" ");
  const wanted =
    asked.length === 2 ? architecture : asked.includes("all") ? "all architectures" : `${architecture} alone`;
  const active = profiles.length === 0 ? "" : ` with the build profiles ${profiles.join(", ")}`;
  throw new DebootcError(
    "architecture-unfit",
    `${source.name} ${source.version} has no packages for ${wanted}${active}; it is built for: ${made || "nothing"}`,
    {
      hint:
        made === "all"
          ? "Its packages are architecture-independent: build it with --arch-all, or with neither --arch-any nor --arch-all."
          : "Build it for one of its architectures with --arch or --host-arch.",
    },
  );
}
