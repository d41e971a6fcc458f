import { DebootcError } from "@debootc/core/error/debootc-error";
import type { PackageSource } from "@debootc/core/treefile/resolved-treefile";

/** A source with its key in ASCII armour; the key is absent only for a trusted source. */
export type AptSource = Omit<PackageSource, "signedBy" | "architectures"> & {
  readonly key: string | undefined;
};

/** What is read of an archive: its binary packages or its source packages. */
export type IndexKind = "Packages" | "Sources";

/** The text of a `.sources` file (sources.list(5), deb822 style). */
export function formatAptSources(sources: readonly AptSource[], kind: IndexKind = "Packages"): string {
  return sources.map((source) => formatSource(source, kind)).join("\n");
}

function formatSource(source: AptSource, kind: IndexKind): string {
  for (const value of [...source.uris, ...source.suites, ...source.components]) {
    // A space or a line end would smuggle in another value or field, such as `Trusted: yes`.
    if (/\s/.test(value)) {
      throw new DebootcError(
        "treefile-invalid",
        `source ${source.id}: ${JSON.stringify(value)} contains white space`,
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

/** The key itself and not its path: apt takes no path that contains a space. */
function folded(key: string): string {
  const lines = key.split("\n").map((line) => (line.trim() === "" ? " ." : ` ${line}`));
  return `\n${lines.join("\n")}`;
}
