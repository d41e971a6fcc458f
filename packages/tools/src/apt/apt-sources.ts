import { DebootcError } from "@debootc/core/error/debootc-error";
import type { PackageSource } from "@debootc/core/treefile/resolved-treefile";

/** Describes a source together with its key in ASCII armour; only a trusted source has no key. */
export type AptSource = Omit<PackageSource, "signedBy" | "architectures"> & {
  readonly key: string | undefined;
};

/** Selects what to read from an archive: its binary packages or its source packages. */
export type IndexKind = "Packages" | "Sources";

/** Formats sources as a `.sources` file (sources.list(5), deb822 style). */
export function formatAptSources(sources: readonly AptSource[], kind: IndexKind = "Packages"): string {
  return sources.map((source) => formatSource(source, kind)).join("\n");
}

function formatSource(source: AptSource, kind: IndexKind): string {
  for (const value of [...source.uris, ...source.suites, ...source.components]) {
    // A space or a newline could smuggle in another value or field, such as `Trusted: yes`.
    if (/\s/.test(value)) {
      throw new DebootcError(
        "treefile-invalid",
        `source ${source.id}: ${JSON.stringify(value)} contains whitespace`,
        {
          hint: "Give addresses, suites and components as single words.",
        },
      );
    }
  }
  const fields = {
    Types: kind === "Packages" ? "deb" : "deb-src",
    URIs: source.uris.join(" "),
    Suites: source.suites.join(" "),
    ...(source.components.length > 0 ? { Components: source.components.join(" ") } : {}),
    ...(source.key === undefined ? {} : { "Signed-By": folded(source.key) }),
    ...(source.checkValidUntil ? {} : { "Check-Valid-Until": "no" }),
    ...(source.trusted ? { Trusted: "yes" } : {}),
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}:${value.startsWith("\n") ? "" : " "}${value}\n`)
    .join("");
}

/** Folds the key itself into the field; a path would not do, because apt accepts no path that contains a space. */
function folded(key: string): string {
  const lines = key.split("\n").map((line) => (line.trim() === "" ? " ." : ` ${line}`));
  return `\n${lines.join("\n")}`;
}
