import { relationFields } from "./relation-fields.ts";
import type { SourcePackage } from "./source-package.ts";

/**
 * Returns a .dsc for `apt-get build-dep` with these relations, such as those of a source package: nothing else of the
 * package, which is untrusted, reaches apt. A cross-build gets its compilers, which packages do not ask for; sbuild adds
 * the same.
 */
export function dependencyDsc(relations: SourcePackage["relations"], crossArchitecture?: string): string {
  const cross =
    crossArchitecture === undefined
      ? []
      : [`crossbuild-essential-${crossArchitecture}:native`, "libc-dev", "libstdc++-dev"];
  const all = {
    ...relations,
    buildDepends: [relations.buildDepends, ...cross].filter(Boolean).join(", "),
  };
  const lines = Object.entries(relationFields).flatMap(([key, name]) => {
    const value = all[key as keyof typeof relationFields]
      ?.replaceAll(/\s+/g, " ")
      .replace(/^[\s,]+|[\s,]+$/g, "");
    return value ? [`${name}: ${value}`] : [];
  });
  return `${["Format: 3.0 (native)", "Source: build-dependencies", "Binary: build-dependencies", "Architecture: any", "Version: 0", ...lines].join("\n")}\n`;
}
