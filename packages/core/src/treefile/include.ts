import { posix } from "node:path";
import { changedConditions, type DecidedCondition } from "./decide-conditions.ts";
import { type IncludedPath, type InlineTreefile, namedIncludes } from "./named-includes.ts";
import type { TreefileOverlay } from "./overlay.ts";
import { nodeAt, pathText } from "../document/position-map.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { isUnreadable, type ReadFile } from "../document/read-file.ts";
import { quoted } from "../text/quoted.ts";
import { besideFile } from "../document/relative-path.ts";
import { type Fault, includedFrom, placeOf, type DocumentFile } from "../document/document-file.ts";
import { type Definitions, ownDefinitions, type VariableDefinition } from "./variable-definitions.ts";
import { type VariableScope, variableScope } from "./variable-scope.ts";
import { replaceVariables } from "../document/variables.ts";
import { readYamlDocument } from "../document/yaml-document.ts";

/** Holds a treefile as it was read, with the variables that it defines itself. */
export interface ReadTreefile extends DocumentFile {
  readonly value: Readonly<Record<string, unknown>>;
  readonly definitions: Definitions;
}

export interface ReadTreefiles {
  /** In the order of merging: what is included comes before what includes it. */
  readonly files: readonly ReadTreefile[];
  /** Treefiles within others whose conditions do not hold: to be checked, but not to be merged. */
  readonly passedOver: readonly ReadTreefile[];
  readonly includes: readonly IncludedPath[];
  readonly decided: readonly DecidedCondition[];
  /** The treefile that was asked for, if it could be read. */
  readonly outermost: ReadTreefile | undefined;
  /** False when a file could not be read: then what seems to be missing may be in it. */
  readonly complete: boolean;
}

interface Reading {
  readonly read: ReadFile;
  readonly architecture: string;
  readonly problems: ProblemList;
  readonly files: Map<string, ReadTreefile>;
  readonly passedOver: ReadTreefile[];
  readonly includes: IncludedPath[];
  readonly decided: DecidedCondition[];
  /** Variables of the files that were read to their end. */
  readonly known: Map<string, VariableDefinition>;
  complete: boolean;
}

const deepest = 16;
/** Far above any real treefile, and little enough to read each with its variables. */
const most = 500;

/**
 * Reads a treefile and all that it includes. A file that is included in several ways counts once, at its first
 * place: its scripts run once, and it never overrides a file that includes it. Each overlay counts as a treefile that
 * includes the one before it, the first of them the treefile itself.
 */
export function readIncludes(
  path: string,
  options: Pick<Reading, "read" | "architecture" | "problems">,
  overlays: readonly TreefileOverlay[] = [],
): ReadTreefiles {
  const { problems } = options;
  const laid = overlays.map((overlay) => {
    const bare = inlineFile(overlay);
    return { bare, value: overlay.value, definitions: ownDefinitions(bare, overlay.value, problems) };
  });
  const outerFrom = (index: number): Definitions =>
    new Map(laid.slice(index).flatMap(({ definitions }) => [...definitions]));
  const reading: Reading = {
    ...options,
    files: new Map(),
    passedOver: [],
    includes: [],
    decided: [],
    known: new Map(),
    complete: true,
  };
  const content = options.read(path);
  if (isUnreadable(content)) {
    reading.complete = false;
    problems.addDiagnostic({
      severity: "error",
      code: "treefile-invalid",
      file: path,
      message: `the treefile ${content.why}`,
      hint: content.hint ?? "Check the path and the permissions.",
    });
  } else visitBytes({ path }, content, outerFrom(0), reading);
  for (const [index, { bare, value }] of laid.entries()) visit(bare, value, outerFrom(index + 1), reading);
  const { files } = reading;
  return { ...reading, files: [...files.values()], outermost: files.get(fileKey({ path, within: [] })) };
}

function visitBytes(
  named: Pick<DocumentFile, "path" | "includedBy">,
  bytes: Uint8Array,
  outer: Definitions,
  reading: Reading,
): void {
  const { lined, root, value, faults } = readYamlDocument(bytes);
  const file: DocumentFile = { ...named, lined, root, within: [] };
  for (const { offset, ...words } of faults) {
    reading.problems.addDiagnostic({ ...placeOf(file, offset, "error"), ...words });
  }
  if (faults.length > 0) reading.complete = false;
  visit(file, value, outer, reading);
}

/** `outer` holds what the including files define; it wins over this file's own variables. */
function visit(bare: DocumentFile, value: ReadTreefile["value"], outer: Definitions, reading: Reading): void {
  const { architecture, problems } = reading;
  const file: ReadTreefile = { ...bare, value, definitions: ownDefinitions(bare, value, problems) };
  const definitions = new Map([...reading.known, ...file.definitions, ...outer]);
  const scope = variableScope(definitions, architecture, true);
  const named = namedIncludes(file, value, { scope, architecture, problems });
  reading.decided.push(...named.decided);
  reading.includes.push(...named.includes.filter((include) => "meant" in include));
  if (!named.complete) reading.complete = false;
  const visible = new Map([...file.definitions, ...outer]);
  for (const include of named.includes) {
    if (reading.files.size + reading.passedOver.length >= most) return refuseMore(include, reading);
    if ("meant" in include) follow(include, visible, reading);
    else visit({ ...inlineFile(include), includedBy: include }, include.value, visible, reading);
  }
  for (const include of named.passedOver) passOver(include, reading);
  for (const [name, definition] of file.definitions) reading.known.set(name, definition);
  reading.files.set(fileKey(bare), file);
}

/** Tells treefiles of one file apart: one may hold several. */
function fileKey({ path, within }: Pick<DocumentFile, "path" | "within">): string {
  return `${path} ${pathText(within)}`;
}

function refuseMore({ file, path }: IncludedPath | InlineTreefile, reading: Reading): void {
  reading.complete = false;
  const message = `more than ${most} treefiles are included`;
  reading.problems.add(file, [{ path, message, hint: "Put together what belongs together." }]);
}

function inlineFile({ file, path }: TreefileOverlay): DocumentFile {
  const { lined, root, within } = file;
  return { path: file.path, lined, root: nodeAt(root, path), within: [...within, ...path] };
}

/** Which variables there would be if it were included is unknown, so only what they do not decide is checked. */
function passOver(include: InlineTreefile, reading: Reading): void {
  const { architecture, problems } = reading;
  const bare = { ...inlineFile(include), includedBy: include };
  const definitions = ownDefinitions(bare, include.value, problems);
  reading.passedOver.push({ ...bare, value: include.value, definitions });
  const scope = variableScope(definitions, architecture, false);
  const { includes, passedOver } = namedIncludes(bare, include.value, { scope, architecture, problems });
  for (const one of [...includes, ...passedOver]) if (!("meant" in one)) passOver(one, reading);
}

function follow(include: IncludedPath, visible: Definitions, reading: Reading): void {
  const { file, path, meant } = include;
  const target = besideFile(file.path, meant);
  const chain = [...includedFrom(file), file.path];
  const fail = (message: string, hint: string): void => {
    reading.complete = false;
    reading.problems.add(file, [{ path, message, hint, given: quoted(meant) }]);
  };
  if (chain.includes(target)) {
    const cycle = [...chain.slice(chain.indexOf(target)), target]
      .map((each) => posix.basename(each))
      .join(" -> ");
    return fail(`the treefile includes itself: ${cycle}`, "Remove one of these includes.");
  }
  if (reading.files.has(fileKey({ path: target, within: [] }))) return;
  if (chain.length > deepest)
    return fail(`includes are more than ${deepest} deep`, "Include the files directly.");
  const content = reading.read(target);
  if (isUnreadable(content)) {
    return fail(`the included file ${content.why}`, content.hint ?? `It is looked for at ${target}.`);
  }
  visitBytes({ path: target, includedBy: include }, content, visible, reading);
}

/**
 * Finds include paths and conditions whose variables mean something else once all files are read. A path is
 * replaced before all variables are known; if another file changed one of them, it would mean one thing in the path
 * and another everywhere else.
 */
export function changedIncludes(
  { includes, decided }: Pick<ReadTreefiles, "includes" | "decided">,
  scope: VariableScope,
): readonly [DocumentFile, Fault][] {
  const changed = includes.flatMap(({ file, path, written, meant }): [DocumentFile, Fault][] => {
    const { text } = replaceVariables(written, scope.variables);
    if (text === undefined || text === meant) return [];
    const message = `the path was read as ${meant}, but another file changes a variable in it, which makes it ${text}`;
    return [[file, { path, message, hint: "Define the variable in the outermost treefile, or only once." }]];
  });
  return [...changed, ...changedConditions(decided, scope)];
}
