import { fieldOf } from "../deb822/stanzas.ts";
import { DebootcError } from "../error/debootc-error.ts";
import type { LockedPackage } from "./lock.ts";
import type { PackageVersion } from "./package-universe.ts";

/** Returns one version of a package as the lock records it. Throws `trust-refused` if its index gives no SHA-256. */
export function lockedPackageOf({ name, version, stanza, part }: PackageVersion): LockedPackage {
  const required = (field: string) => fieldOf(stanza, field) ?? incomplete(field);
  const incomplete = (field: string): never => {
    throw new DebootcError(
      "trust-refused",
      `source ${part.sourceId}, suite ${part.suite}: the index gives no ${field} for ${name} ${version}`,
      {
        hint: "debootc locks packages by SHA-256. Ask the owner of the source to publish it, or remove the package.",
      },
    );
  };
  const sha256 = required("SHA256").toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(sha256)) incomplete("valid SHA256");
  const size = Number(required("Size"));
  if (!Number.isSafeInteger(size) || size < 0) incomplete("valid Size");
  return {
    name,
    version,
    architecture: required("Architecture"),
    ...sourceOf(fieldOf(stanza, "Source"), name, version),
    sha256: `sha256:${sha256}`,
    size,
    filename: required("Filename"),
    sourceId: part.sourceId,
  };
}

/** Reads `Source: name (version)`; the package's own name or version replaces a missing part (deb-control(5)). */
function sourceOf(
  field: string | undefined,
  name: string,
  version: string,
): Pick<LockedPackage, "source" | "sourceVersion"> {
  const { source = name, sourceVersion = version } =
    /^(?<source>\S+)(?:\s*\((?<sourceVersion>[^)]+)\))?/.exec(field ?? "")?.groups ?? {};
  return { source, sourceVersion };
}
