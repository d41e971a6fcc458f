import type { PackageDifference } from "@debootc/core/mock-build/records/comparison";
import { differsInBuildIdAlone, movedSections } from "./elf-layout.ts";
import { movedTools, plain, toolchainMarks } from "./toolchain-marks.ts";

/** Names what made a package differ from the archive's. */
export type Cause = "toolchain" | "environment" | "unknown";

/** Says why one place in a package differs. */
export interface CausedDifference {
  readonly place: string;
  readonly cause: Cause;
  /** What shows it, such as `gcc 14.2.0-8 → 14.2.0-19`. */
  readonly evidence: string;
}

/** Holds what is known about the surroundings of both builds. */
export interface BothBuilds {
  /** Words of this build's surroundings that no package may have, such as its host name and its dates. */
  readonly ownWords: readonly string[];
  /** Packages with other versions in the two build roots, from both .buildinfo files; absent if one is not known. */
  readonly moved?: readonly string[];
}

/** Returns the bytes of a place in both packages; empty where it is not. */
export type ReadPlace = (place: string) => { readonly expected: Buffer; readonly built: Buffer };

/** Finds what made each place of a package differ. What only follows from other differences is left out. */
export function differenceCauses(
  differences: readonly PackageDifference[],
  read: ReadPlace,
  builds: BothBuilds,
): CausedDifference[] {
  const own = differences.filter(({ place }) => !isDerived(place));
  return own.map((difference) => causeOf(difference, read, builds));
}

/** Sums, sizes and ids of what is in the package. */
function isDerived(place: string): boolean {
  return /^(?:control: (?:Installed-Size|Build-Ids)|control\.tar: \.\/md5sums|data\.tar: \.\/usr\/lib\/debug\/\.build-id\/.*)$/i.test(
    place,
  );
}

/** debhelper leaves out entries that are older than a date that each of its versions has. */
function isTrimmed(place: string, expected: Buffer, built: Buffer): boolean {
  if (!/\/(?:changelog|NEWS)\.Debian(?:\.\w+)?\.gz$/.test(place)) return false;
  const [before = "", after = ""] = [expected, built].map((bytes) =>
    plain(bytes).toString("latin1").replaceAll(/^#.*$/gm, "").trimEnd(),
  );
  return before.startsWith(after) || after.startsWith(before);
}

function causeOf(difference: PackageDifference, read: ReadPlace, builds: BothBuilds): CausedDifference {
  const { place, what } = difference;
  const because = (cause: Cause, evidence: string) => ({ place, cause, evidence });
  if (["mode", "owner", "time", "order"].includes(what)) return because("environment", `another ${what}`);
  if (what === "compression") return because("toolchain", "dpkg-deb packs in another way");
  const relation = place.startsWith("control: ") ? movedRelation(difference) : undefined;
  if (relation !== undefined) return because("toolchain", relation);
  const { expected, built } = read(place);
  const leaked = leakedWord(expected, built, builds.ownWords);
  if (leaked !== undefined) return because("environment", `has ${JSON.stringify(leaked)} of this build`);
  if (isTrimmed(place, expected, built))
    return because("toolchain", "debhelper leaves out entries of another age");
  const moved = movedTools(toolchainMarks(expected), toolchainMarks(built));
  if (moved.length > 0) return because("toolchain", moved.join("; "));
  const sections = movedSections(expected, built);
  if (sections !== undefined) return because("toolchain", sections);
  if (builds.moved === undefined) return because("unknown", unexplained(what, expected, built));
  return builds.moved.length > 0
    ? because("toolchain", `by .buildinfo: ${summary(builds.moved)}`)
    : because("environment", "the build roots have the same packages");
}

function unexplained(what: PackageDifference["what"], expected: Buffer, built: Buffer): string {
  if (differsInBuildIdAlone(expected, built))
    return "code and data are equal; the build id is of other debug information";
  return what === "only-expected" || what === "only-built" ? what : `another ${what}`;
}

function summary(moved: readonly string[]): string {
  const more = moved.length - 3;
  return `${moved.slice(0, 3).join("; ")}${more > 0 ? `; ${more} more` : ""}`;
}

/** Says which relations differ by their versions alone: shlibs and substitution variables follow the libraries. */
function movedRelation({ place, expected = "", built = "" }: PackageDifference): string | undefined {
  const field = place.slice("control: ".length);
  if (!/^(?:Pre-Depends|Depends|Recommends|Suggests|Breaks|Built-Using|Static-Built-Using)$/i.test(field))
    return undefined;
  const [left, right] = [expected, built].map((text) => text.split(",").map((part) => part.trim()));
  const bare = (parts: readonly string[] = []) =>
    parts.map((part) => part.replaceAll(/ *\([^)]*\)/g, "")).join(",");
  if (bare(left) !== bare(right)) return undefined;
  const pairs = (left ?? []).map((part, index) => `${part} → ${right?.[index] ?? ""}`);
  return pairs.filter((_, index) => left?.[index] !== right?.[index]).join("; ");
}

function leakedWord(expected: Buffer, built: Buffer, words: readonly string[]): string | undefined {
  const [before, after] = [expected, built].map((bytes) => plain(bytes).toString("latin1"));
  return words.find((word) => after?.includes(word) && !before?.includes(word));
}
