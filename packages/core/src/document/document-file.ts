import { posix } from "node:path";
import type { Diagnostic } from "../error/diagnostic.ts";
import { nodeAt, offsetAt, type Path, pathText } from "./position-map.ts";
import type { TextFault } from "./text-schema.ts";
import { excerptAt, type LinedText, placeAt } from "./text-place.ts";
import type { YamlNode } from "./yaml-node.ts";

/** Describes one file of a document that several files may make up, for messages. */
export interface DocumentFile {
  /** Absolute path. */
  readonly path: string;
  /** What led here; absent for the outermost treefile. */
  readonly includedBy?: Inclusion;
  readonly lined: LinedText;
  /** The node of this treefile in the text; paths of its values begin there. */
  readonly root: YamlNode | undefined;
  /** Path of a treefile within another one; empty for a file of its own. */
  readonly within: Path;
}

/** Describes the place that names a file to include, or that holds one. */
export interface Inclusion {
  readonly file: DocumentFile;
  readonly path: Path;
  /** Conditions that hold, as they are written; none for one that is always included. */
  readonly conditions: readonly string[];
}

/** Returns the inclusions that led to a file, outermost first. */
export function inclusionsOf({ includedBy }: DocumentFile): readonly Inclusion[] {
  return includedBy === undefined ? [] : [...inclusionsOf(includedBy.file), includedBy];
}

/** Returns the paths of the files that led to a file, outermost first. */
export function includedFrom(file: DocumentFile): readonly string[] {
  const others = inclusionsOf(file).map((inclusion) => inclusion.file.path);
  return [...new Set(others)].filter((path) => path !== file.path);
}

/** Says what is wrong with the value at a path of a file. */
export interface Fault extends TextFault {
  readonly path: Path;
  /** Point at the key rather than at its value. */
  readonly atKey?: boolean;
}

export type Severity = Diagnostic["severity"];

/** Turns a fault into a diagnostic with its place in the file. */
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

/** Returns a diagnostic without its message: the place, and how the file came to be read. */
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

/** Returns the scalar at a path as the file spells it: `13.10` where YAML reads 13.1. */
export function spelling(file: DocumentFile, path: Path): string | undefined {
  const node = nodeAt(file.root, path);
  return node?.kind === "scalar" ? file.lined.text.slice(node.textStart, node.textEnd) : undefined;
}

/** Names the place of another value in a message about `file`: its line, and the path if it is in another file. */
export function elsewhere(file: DocumentFile, other: DocumentFile, path: Path): string {
  const { line } = placeAt(other.lined, offsetAt(other.root, path, "value"));
  if (other.path === file.path) return `line ${line}`;
  return `${posix.relative(posix.dirname(file.path), other.path)}:${line}`;
}

/** Returns how far a part of a text is behind the offset of the text. */
export function offsetWithin(file: DocumentFile, path: Path, offset: number, part: string): number {
  const node = nodeAt(file.root, path);
  if (node?.kind !== "scalar") return 0;
  const index = indexOfWord(file.lined.text.slice(node.textStart, node.textEnd), part);
  return index < 0 ? 0 : node.textStart + index - offset;
}

/** Finds a part between white space, else anywhere. */
function indexOfWord(text: string, part: string): number {
  const first = text.indexOf(part);
  const isEdge = (character: string | undefined) => character === undefined || /\s/.test(character);
  for (let at = first, tries = 0; at >= 0 && tries < 1000; at = text.indexOf(part, at + 1), tries++) {
    if (isEdge(text[at - 1]) && isEdge(text[at + part.length])) return at;
  }
  return first;
}
