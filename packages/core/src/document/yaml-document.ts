import { CORE_SCHEMA, constructFromEvents, EVENT_ID, type Event, parseEvents, YAMLException } from "js-yaml";
import { decodeText } from "./decode-text.ts";
import { largestFile } from "./read-file.ts";
import { type LinedText, linedText } from "./text-place.ts";
import { readYamlNodes, type YamlFault, type YamlNode } from "./yaml-node.ts";
import { yamlTag } from "./yaml-reasons.ts";
import { yamlSyntaxFault } from "./yaml-syntax-fault.ts";

/** How deep lists and maps may be nested. */
const deepest = 30;

/** Holds a YAML file whose top level is a map, with the places of everything in it. */
export interface YamlDocument {
  readonly lined: LinedText;
  readonly root: YamlNode | undefined;
  /** Empty when there are `faults`. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly faults: readonly YamlFault[];
}

/**
 * Reads the bytes of a file: one YAML 1.2 document in UTF-8. What is wrong with it is in `faults`; that there is
 * nothing in it only unless it `mayBeEmpty`.
 */
export function readYamlDocument(bytes: Uint8Array, { mayBeEmpty = false } = {}): YamlDocument {
  const { text, fault } = decodeText(bytes, largestFile);
  const lined = linedText(text);
  const failed = (faults: readonly YamlFault[]): YamlDocument => ({
    lined,
    root: undefined,
    value: {},
    faults,
  });
  if (fault !== undefined) return failed([fault]);
  try {
    const events = parseEvents(text, { maxDepth: deepest });
    const second = secondDocument(text, events);
    if (second !== undefined) return failed([second]);
    const { root, faults } = readYamlNodes(lined, events, largestFile);
    if (faults.length > 0) return failed(faults);
    const declared = tagDirective(text, events);
    if (declared !== undefined) return failed([declared]);
    if (root?.kind !== "mapping") return failed(mayBeEmpty && isNothing(root) ? [] : [notAMap(text, root)]);
    const [value] = constructFromEvents(events, { source: text, schema: CORE_SCHEMA });
    return { lined, root, value: value as Record<string, unknown>, faults };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return failed([yamlSyntaxFault(lined, error)]);
  }
}

/** Finds a line `%TAG`, which declares tags even if nothing bears one. */
function tagDirective(text: string, [document]: readonly Event[]): YamlFault | undefined {
  const isDeclared =
    document?.type === EVENT_ID.DOCUMENT && document.directives.some(({ kind }) => kind === "tag");
  return isDeclared ? { offset: Math.max(0, text.search(/^%TAG\b/m)), ...yamlTag } : undefined;
}

function secondDocument(text: string, events: readonly Event[]): YamlFault | undefined {
  const second = events.findIndex((event, index) => index > 0 && event.type === EVENT_ID.DOCUMENT);
  if (second < 0) return undefined;
  const first = events.slice(0, second).reduce((furthest, event) => Math.max(furthest, lastOffset(event)), 0);
  const rest = text.slice(first);
  const marker = /^---/m.exec(rest) ?? /(?<=^\.\.\..*\n\s*)\S/m.exec(rest);
  return {
    offset: first + (marker?.index ?? 0),
    message: "a second YAML document begins here",
    hint: "A file is one document: remove the line `---`, or make two files.",
  };
}

function lastOffset(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueEnd;
  if (event.type === EVENT_ID.ALIAS) return event.anchorEnd;
  return event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING ? event.start : 0;
}

function isNothing(root: YamlNode | undefined): boolean {
  return root === undefined || root.start < 0;
}

function notAMap(text: string, root: YamlNode | undefined): YamlFault {
  const hint = hintFor(text) ?? "Write keys and values: `key: value`.";
  if (isNothing(root)) return { offset: 0, message: "the file is empty", hint };
  const kind = root?.kind === "sequence" ? "a list" : "a single value";
  return { offset: root?.start ?? 0, message: `the file holds ${kind}, not a map of keys`, hint };
}

function hintFor(text: string): string | undefined {
  if (/^\s*</.test(text)) return "It is a web page or XML: check that this is the right file.";
  if (text.startsWith("#!")) return "It is a script: check that this is the right file.";
  return /^\s*[\w-]+\s*=/m.test(text) ? "A key is followed by a colon, not by `=`: `key: value`." : undefined;
}
