import { words } from "../../debian/package-name.ts";
import type { Path } from "../../document/position-map.ts";
import type { Fault } from "../../document/document-file.ts";

/**
 * What the keys of one source ask of each other. Takes the value as it is read, because a mistake in one key must not
 * hide these; keys of the wrong type are left to the schema.
 */
export function sourceFaults(source: unknown, path: Path): readonly Fault[] {
  if (typeof source !== "object" || source === null || Array.isArray(source)) return [];
  const { id, suites, components, trusted, "signed-by": signedBy } = source as Record<string, unknown>;
  // debootc ships the keys of Debian's own archive.
  const isVerified = (id === "debian" || id === "debian-security") && signedBy === undefined;
  return [
    ...(isVerified ? [] : trustFaults(signedBy, trusted, path)),
    ...componentFaults(wordsOf(suites), components, path),
  ];
}

function trustFaults(signedBy: unknown, trusted: unknown, path: Path): readonly Fault[] {
  const allowed =
    "`signed-by` with the archive's public key, or `trusted: true` for an archive without signatures";
  if (signedBy === undefined && trusted !== true) {
    return [
      {
        path: trusted === undefined ? path : [...path, "trusted"],
        message: "nothing says how the packages of this source are verified",
        allowed,
        hint: "Put the key beside the treefile and write `signed-by: keys/NAME.asc`.",
      },
    ];
  }
  if (signedBy === undefined || trusted !== true) return [];
  const message = "`trusted: true` switches the signature off that `signed-by` asks for";
  return [{ path: [...path, "trusted"], atKey: true, message, allowed, hint: "Remove `trusted`." }];
}

function componentFaults(suites: readonly string[], components: unknown, path: Path): readonly Fault[] {
  if (suites.length === 0) return [];
  const allowed =
    "`components` with suites such as `trixie`, none with the path of a flat repository such as `./`";
  const flat = suites.filter((suite) => suite.endsWith("/")).length;
  if (flat > 0 && flat < suites.length) {
    const hint = "Make two sources of it.";
    return [{ path: [...path, "suites"], message: "suites and flat repositories are mixed", allowed, hint }];
  }
  const given = components === undefined ? 0 : Array.isArray(components) ? components.length : 1;
  if (flat === 0 && given === 0) {
    const hint = "Write `components: main`; if the archive is a flat repository, end the suite with `/`.";
    return [{ path, message: "the source names no components", allowed, hint }];
  }
  if (flat === 0 || given === 0) return [];
  const message = "a flat repository has no components";
  const hint = "Remove `components`, or the `/` at the end of the suite.";
  return [{ path: [...path, "components"], atKey: true, message, allowed, hint }];
}

function wordsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return words(value);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string").flatMap(words) : [];
}
