import type { ChainSource } from "./chain-source.ts";

export const scope = { architecture: "amd64", profiles: [] as string[], types: ["any", "all"] as const };

/** Returns a source package of version 2 that builds `NAME-dev`. */
export function sourceOf(
  name: string,
  buildDepends?: string,
  changes: Partial<ChainSource> = {},
): ChainSource {
  return {
    name,
    version: "2",
    relations: buildDepends === undefined ? {} : { buildDepends },
    binaries: [`${name}-dev`],
    packageList: [{ name: `${name}-dev`, type: "deb", architectures: ["any"], profiles: [] }],
    ...changes,
  };
}

/** Returns the part of debian/control about `NAME-dev`. */
export function described(name: string, says: { provides?: string; depends?: string }): Partial<ChainSource> {
  return { control: [{ name: `${name}-dev`, provides: "", depends: "", ...says }] };
}
