import { posix } from "node:path";
import type { Diagnostic } from "../error/diagnostic.ts";
import { nodeAt, offsetAt, type Path, pathText } from "./position-map.ts";
import type { TextFault } from "./text-schema.ts";
import { excerptAt, type LinedText, placeAt } from "./text-place.ts";
import type { YamlNode } from "./yaml-node.ts";

/** One file that takes part in a treefile, as messages need it. */
export interface DocumentFile {
  /** Absolute path. */
  readonly path: string;
  /** What led here; absent for the outermost treefile. */
  readonly includedBy?: Inclusion;
  readonly lined: LinedText;
  /** Where this treefile stands in the text; paths of its values begin there. */
  readonly root: YamlNode | undefined;
  /** Path of a treefile that stands within another one; empty for a file of its own. */
  readonly within: Path;
}

/** The place that names a treefile to include, or holds one. */
export interface Inclusion {
  readonly file: DocumentFile;
  readonly path: Path;
  /** Conditions that hold, as they are written; none for one that is always included. */
  readonly conditions: readonly string[];
}

/** How a file came to be read, outermost first. */
export function inclusionsOf({ includedBy }: DocumentFile): readonly Inclusion[] {
  return includedBy === undefined ? [] : [...inclusionsOf(includedBy.file), includedBy];
}

/** Paths of the files that led to a file, outermost first. */
export function includedFrom(file: DocumentFile): readonly string[] {
  const others = inclusionsOf(file).map((inclusion) => inclusion.file.path);
  return [...new Set(others)].filter((path) => path !== file.path);
}

/** What is wrong with the value at a path of a file. */
export interface Fault extends TextFault {
  readonly path: Path;
  /** Point at the key rather than at its value. */
  readonly atKey?: boolean;
  /** The value as a message shows it. */
  readonly given?: string;
}

export type Severity = Diagnostic["severity"];

/** A fault as a diagnostic, with its place in the file. */
export function faultDiagnostic(file: DocumentFile, fault: Fault, severity: Severity = "error"): Diagnostic {
  const offset = offsetAt(file.root, fault.path, fault.atKey === true ? "key" : "value");
  const within = fault.within === undefined ? 0 : offsetWithin(file, fault.path, offset, fault.within);
  return {
    ...placeOf(file, offset + within, severity),
    message: fault.message,
    ...keyOf([...file.within, ...fault.path]),
    ...(fault.given === undefined ? {} : { given: fault.given }),
    ...(fault.allowed === undefined ? {} : { allowed: fault.allowed }),
    ...(fault.hint === undefined ? {} : { hint: fault.hint }),
  };
}

const longestStep = 64;

function keyOf(path: Path): { key?: string } {
  if (path.length === 0) return {};
  const short = path.map((step) =>
    typeof step === "string" && step.length > longestStep ? `${step.slice(0, longestStep)}…` : step,
  );
  return { key: pathText(short) };
}

/** A diagnostic without its words: where it is and how the file came to be read. */
export function placeOf(file: DocumentFile, offset: number, severity: Severity): Omit<Diagnostic, "message"> {
  const led = includedFrom(file);
  return {
    severity,
    code: severity === "error" ? "treefile-invalid" : "treefile-doubtful",
    file: file.path,
    ...placeAt(file.lined, offset),
    ...(file.lined.text === "" ? {} : { excerpt: excerptAt(file.lined, offset) }),
    ...(led.length === 0 ? {} : { includedFrom: [...led] }),
  };
}

/** The scalar at a path as the file spells it: `13.10` where YAML reads 13.1. */
export function spelling(file: DocumentFile, path: Path): string | undefined {
  const node = nodeAt(file.root, path);
  return node?.kind === "scalar" ? file.lined.text.slice(node.textStart, node.textEnd) : undefined;
}

/** Where another value stands, as a message about `file` says it: its line, with the path when the file is another. */
export function elsewhere(file: DocumentFile, other: DocumentFile, path: Path): string {
  const { line } = placeAt(other.lined, offsetAt(other.root, path, "value"));
  if (other.path === file.path) return `line ${line}`;
  return `${posix.relative(posix.dirname(file.path), other.path)}:${line}`;
}

/** How far behind the offset of a text a part of it stands. */
export function offsetWithin(file: DocumentFile, path: Path, offset: number, part: string): number {
  const node = nodeAt(file.root, path);
  if (node?.kind !== "scalar") return 0;
  const index = indexOfWord(file.lined.text.slice(node.textStart, node.textEnd), part);
  return index < 0 ? 0 : node.textStart + index - offset;
}

/** Where a part stands between white space, else where it stands at all. */
function indexOfWord(text: string, part: string): number {
  const first = text.indexOf(part);
  const isEdge = (character: string | undefined) => character === undefined || /\s/.test(character);
  for (let at = first, tries = 0; at >= 0 && tries < 1000; at = text.indexOf(part, at + 1), tries++) {
    if (isEdge(text[at - 1]) && isEdge(text[at + part.length])) return at;
  }
  return first;
}
