import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";

export const platformSchema = z.looseObject({
  architecture: z.string(),
  os: z.string(),
  variant: z.string().optional(),
});

/** Describes what an image runs on, in Go's names. */
export interface Platform {
  readonly architecture: string;
  readonly os: "linux";
  readonly variant?: string;
}

/** Debian architectures for which images can be made, with OCI's names (image-index.md, platform variants). */
const platforms: Readonly<Record<string, Platform>> = {
  amd64: { architecture: "amd64", os: "linux" },
  arm64: { architecture: "arm64", os: "linux" },
  armhf: { architecture: "arm", os: "linux", variant: "v7" },
  i386: { architecture: "386", os: "linux" },
  ppc64el: { architecture: "ppc64le", os: "linux" },
  riscv64: { architecture: "riscv64", os: "linux" },
  s390x: { architecture: "s390x", os: "linux" },
};

export function platformOf(debianArchitecture: string): Platform {
  const platform = platforms[debianArchitecture];
  if (platform !== undefined) return platform;
  throw new DebootcError("usage", `cannot make an image for the architecture ${debianArchitecture}`, {
    hint: `Images can be made for ${Object.keys(platforms).join(", ")}.`,
  });
}

/** Checks whether an image's platform, as written by any tool, is that of a Debian architecture. */
export function isPlatformOf(
  debianArchitecture: string,
  { architecture, os, variant }: z.infer<typeof platformSchema>,
): boolean {
  const wanted = platformOf(debianArchitecture);
  return (
    architecture === wanted.architecture &&
    os === wanted.os &&
    (variant || baseVariants[architecture]) === (wanted.variant ?? baseVariants[architecture])
  );
}

/** What a platform without a variant means (containerd's normalisation of platforms). */
const baseVariants: Readonly<Record<string, string>> = { amd64: "v1", arm64: "v8", arm: "v7" };
