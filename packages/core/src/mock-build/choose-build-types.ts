import { DebootcError } from "../error/debootc-error.ts";
import { architectureMatches } from "../source-package/architecture-wildcard.ts";
import { builtBinaries } from "../source-package/built-binaries.ts";
import type { BuildType } from "../source-package/build-needs.ts";
import type { SourcePackage } from "../source-package/source-package.ts";

/** What of a source package was asked for. */
interface AskedBuild {
  /** `--arch-any`: packages of the architecture alone. */
  readonly archAny: boolean;
  /** `--arch-all`: packages of all architectures alone. */
  readonly archAll: boolean;
  /** `--source-only`: the source package again, by the chroot's own tools. */
  readonly sourceOnly: boolean;
  /** `--binary-only N`: packages of the architecture, with a later version. */
  readonly binaryOnly?: number | undefined;
  /** `--twice` and `--verify`: what is built is compared. */
  readonly twice: boolean;
  readonly verify: readonly string[];
}

/** What is built, as dpkg-buildpackage's `--build` takes it. Throws `usage` for wishes that exclude each other. */
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
      "--source-only makes no binary package.",
    );
  if (sourceOnly && (twice || verify.length > 0))
    throw exclusive(
      "--source-only",
      "--twice and --verify",
      "They compare binary packages, and it makes none.",
    );
  if (binaryOnly !== undefined && archAll)
    throw exclusive(
      "--binary-only",
      "--arch-all",
      "Packages for all architectures are rebuilt by a new source package: another version of them on each architecture would be wrong.",
    );
  if (sourceOnly) return ["source"];
  if (binaryOnly !== undefined) return ["any"];
  if (archAny === archAll) return ["any", "all"];
  return archAny ? ["any"] : ["all"];
}

function exclusive(one: string, other: string, why: string): DebootcError {
  return new DebootcError("usage", `${one} cannot be given with ${other}`, { hint: why });
}

/**
 * Of what was asked for, what a source package has for the architecture and the build profiles: without it
 * dpkg-buildpackage fails at its very end. Throws `architecture-unfit` when that is nothing.
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
          ? "Its packages are for all architectures: build it with --arch-all, or with neither --arch-any nor --arch-all."
          : "Build it for one of its architectures by --arch or --host-arch.",
    },
  );
}
