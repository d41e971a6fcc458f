import { fieldsOf } from "../deb822/stanzas.ts";
import type { PackageDifference } from "../mock-build/records/comparison.ts";
import type { Digest } from "../record/digest.ts";
import type { TarEntryType } from "../tar/entry.ts";
import { type ArMember } from "./ar-member.ts";

/** One name in control.tar or data.tar of a .deb. */
export interface PackagedFile {
  readonly path: string;
  readonly type: TarEntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly size: number;
  readonly linkPath?: string;
  /** Of a file's content. */
  readonly digest?: Digest;
}

/** All of a .deb that can differ. */
export interface PackageContents {
  readonly members: readonly ArMember[];
  /** The text of `control`. */
  readonly control: string;
  /** As they stand in the archive. */
  readonly controlFiles: readonly PackagedFile[];
  readonly dataFiles: readonly PackagedFile[];
}

/**
 * In what two .debs differ, from what matters most: fields of control, files, and last the form of the archive. Empty
 * only when all that is compared is equal; the bytes may differ still, by how they are compressed.
 */
export function comparePackages(expected: PackageContents, built: PackageContents): PackageDifference[] {
  const differences = [
    ...compareControl(expected.control, built.control),
    ...compareFiles("control.tar", expected.controlFiles, built.controlFiles).filter(
      // Its fields are told above.
      ({ place, what }) => !(place === "control.tar: ./control" && what === "content"),
    ),
    ...compareFiles("data.tar", expected.dataFiles, built.dataFiles),
    ...compareMembers(expected.members, built.members),
  ];
  // One other date in the changelog changes the time of every file.
  return [
    ...differences.filter(({ what }) => what !== "time"),
    ...differences.filter(({ what }) => what === "time"),
  ];
}

function compareControl(expected: string, built: string): PackageDifference[] {
  const [left, right] = [fieldsOf(expected), fieldsOf(built)];
  const differences = [...new Set([...left.keys(), ...right.keys()])].flatMap((name) => {
    const [a, b] = [left.get(name), right.get(name)];
    return a === b ? [] : [difference(`control: ${name}`, a, b, "content", (value) => value)];
  });
  return differences.length === 0 && expected !== built
    ? [{ place: "control.tar: ./control", what: "content" }]
    : differences;
}

function compareFiles(
  archive: string,
  expected: readonly PackagedFile[],
  built: readonly PackagedFile[],
): PackageDifference[] {
  const [left, right] = [byPath(expected), byPath(built)];
  const paths = [...new Set([...left.keys(), ...right.keys()])];
  const differences = paths.flatMap((path) => {
    const [a, b] = [left.get(path), right.get(path)];
    const place = `${archive}: ${path}`;
    return a === undefined || b === undefined
      ? [difference(place, a, b, "content", ({ type }) => type)]
      : compareFile(place, a, b);
  });
  const isReordered = expected.some(({ path }, index) => built[index]?.path !== path);
  return differences.length === 0 && isReordered ? [{ place: archive, what: "order" }] : differences;
}

function byPath(files: readonly PackagedFile[]): Map<string, PackagedFile> {
  return new Map(files.map((file) => [file.path, file]));
}

function compareFile(place: string, a: PackagedFile, b: PackagedFile): PackageDifference[] {
  const aspects: readonly (readonly [
    PackageDifference["what"],
    (file: PackagedFile) => string | undefined,
  ])[] = [
    ["type", ({ type }) => type],
    ["content", ({ digest, size }) => digest && `${size} bytes, ${digest.slice(0, 19)}`],
    ["link", ({ linkPath }) => linkPath],
    ["mode", ({ mode }) => mode.toString(8).padStart(4, "0")],
    ["owner", ({ uid, gid }) => `${uid}:${gid}`],
    ["time", ({ mtime }) => timeOf(mtime)],
  ];
  return aspects.flatMap(([what, aspect]) => {
    const isEqual = what === "content" ? a.digest === b.digest : aspect(a) === aspect(b);
    return isEqual ? [] : [difference(place, a, b, what, aspect)];
  });
}

function compareMembers(expected: readonly ArMember[], built: readonly ArMember[]): PackageDifference[] {
  const names = (members: readonly ArMember[]) => members.map(({ name }) => name).join(" ");
  if (names(expected) !== names(built)) {
    return [difference("members", expected, built, "compression", names)];
  }
  return expected.flatMap((a, index): PackageDifference[] => {
    const b = built[index];
    if (b === undefined || a.mtime === b.mtime) return [];
    return [difference(a.name, a, b, "time", ({ mtime }) => timeOf(mtime))];
  });
}

function timeOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
}

const longestValue = 200;

function difference<T>(
  place: string,
  expected: T | undefined,
  built: T | undefined,
  what: PackageDifference["what"],
  show: (value: T) => string | undefined,
): PackageDifference {
  const shown = (value: T | undefined) =>
    value === undefined ? undefined : show(value)?.slice(0, longestValue);
  const [left, right] = [shown(expected), shown(built)];
  return {
    place,
    what: expected === undefined ? "only-built" : built === undefined ? "only-expected" : what,
    ...(left === undefined ? {} : { expected: left }),
    ...(right === undefined ? {} : { built: right }),
  };
}
