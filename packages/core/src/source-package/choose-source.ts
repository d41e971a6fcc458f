import { fieldOf } from "../deb822/stanzas.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { type PackageVersion, packageUniverse, type UniversePart } from "../lock/package-universe.ts";
import { closestWord } from "../text/closest-word.ts";
import { quoted } from "../text/quoted.ts";

interface WantedSource {
  readonly name: string;
  readonly version?: string;
}

/**
 * The stanza of a source package in `Sources` indexes: the newest version unless one is named. Versions of suites such
 * as experimental, and those that are kept only for their licence (`Extra-Source-Only`), count when they are named.
 * `place` says where it was looked for. Throws `usage` for a name or a version that is not there, with what is.
 */
export function chooseSource(
  { name, version }: WantedSource,
  parts: readonly UniversePart[],
  place: string,
): PackageVersion {
  const all = packageUniverse(parts).versionsOf(name);
  if (all.length === 0) throw unknownName(name, parts, place);
  const isUsual = ({ part, stanza }: PackageVersion) =>
    !part.notAutomatic && fieldOf(stanza, "Extra-Source-Only") !== "yes";
  const chosen = all.find((one) => (version === undefined ? isUsual(one) : one.version === version));
  if (chosen !== undefined) return chosen;
  const there = [...new Set(all.map((one) => `${one.version} (${one.part.suite})`))].join(", ");
  throw version === undefined
    ? new DebootcError(
        "usage",
        `${name} is in ${place} only where it must be named with its version: ${there}`,
        {
          hint: `Name one: ${name}=${all[0]?.version}`,
        },
      )
    : new DebootcError(
        "usage",
        `${name} has no version ${quoted(version)} in ${place}; there are: ${there}`,
        {
          hint: `Name one of them, or ${name} alone for the newest. Other suites are named by --suite.`,
        },
      );
}

function unknownName(name: string, parts: readonly UniversePart[], place: string): DebootcError {
  const makers = sourcesOfBinary(name, parts);
  const near = closestWord(name, new Set(parts.flatMap(({ index }) => [...index.names()])));
  const [maker] = makers;
  return new DebootcError("usage", `there is no source package ${quoted(name)} in ${place}`, {
    hint:
      maker !== undefined
        ? `${name} is a binary package: it is built from ${makers.join(", ")}. Say: ${maker}`
        : near !== undefined
          ? `The closest name is ${near}. A directory is named with a slash: ./${name}`
          : `Look the name up with \`apt-cache showsrc\`. A directory is named with a slash: ./${name}`,
  });
}

/** Source packages that say they build a binary package of this name. Reads every stanza, so only for a refusal. */
function sourcesOfBinary(name: string, parts: readonly UniversePart[]): string[] {
  const found = new Set<string>();
  for (const { index } of parts) {
    for (const source of index.names()) {
      const isMaker = index
        .stanzasOf(source)
        .some(
          (stanza) =>
            stanza.includes(name) && (fieldOf(stanza, "Binary") ?? "").split(/[\s,]+/).includes(name),
        );
      if (isMaker) found.add(source);
    }
  }
  return [...found].sort();
}
