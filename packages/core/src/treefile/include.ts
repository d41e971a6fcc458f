import { posix } from "node:path";
import { changedConditions, type DecidedCondition } from "./decide-conditions.ts";
import { type IncludedPath, type InlineTreefile, namedIncludes } from "./named-includes.ts";
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

/** A treefile as it was read, with the variables that it defines itself. */
export interface ReadTreefile extends DocumentFile {
  readonly value: Readonly<Record<string, unknown>>;
  readonly definitions: Definitions;
}

export interface ReadTreefiles {
  /** In the order of merging: what is included stands before what includes it. */
  readonly files: readonly ReadTreefile[];
  /** Treefiles within others whose conditions do not hold: to be checked, but not to be merged. */
  readonly passedOver: readonly ReadTreefile[];
  readonly includes: readonly IncludedPath[];
  readonly decided: readonly DecidedCondition[];
  /** False when a file could not be read: then what seems to be missing may stand there. */
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
 * place: its scripts run once, and it never overrides a file that includes it.
 */
export function readIncludes(
  path: string,
  options: Pick<Reading, "read" | "architecture" | "problems">,
): ReadTreefiles {
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
    options.problems.addDiagnostic({
      severity: "error",
      code: "treefile-invalid",
      file: path,
      message: `the treefile ${content.why}`,
      hint: content.hint ?? "Check the path and the permissions.",
    });
  } else visitBytes({ path }, content, new Map(), reading);
  return { ...reading, files: [...reading.files.values()] };
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
    else visit(inlineFile(include), include.value, visible, reading);
  }
  for (const include of named.passedOver) passOver(include, reading);
  for (const [name, definition] of file.definitions) reading.known.set(name, definition);
  reading.files.set(`${bare.path} ${pathText(bare.within)}`, file);
}

function refuseMore({ file, path }: IncludedPath | InlineTreefile, reading: Reading): void {
  reading.complete = false;
  const message = `more than ${most} treefiles are included`;
  reading.problems.add(file, [{ path, message, hint: "Put together what belongs together." }]);
}

function inlineFile(includedBy: InlineTreefile): DocumentFile {
  const { file, path } = includedBy;
  return {
    path: file.path,
    includedBy,
    lined: file.lined,
    root: nodeAt(file.root, path),
    within: [...file.within, ...path],
  };
}

/** Which variables there would be if it were included is unknown, so only what they do not decide is checked. */
function passOver(include: InlineTreefile, reading: Reading): void {
  const { architecture, problems } = reading;
  const bare = inlineFile(include);
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
  if (reading.files.has(`${target} `)) return;
  if (chain.length > deepest)
    return fail(`includes are more than ${deepest} deep`, "Include the files directly.");
  const content = reading.read(target);
  if (isUnreadable(content)) {
    return fail(`the included file ${content.why}`, content.hint ?? `It is looked for at ${target}.`);
  }
  visitBytes({ path: target, includedBy: include }, content, visible, reading);
}

/**
 * An include path is replaced before all variables are known. A variable that a file beside it defines differently
 * would mean one thing in the path and another everywhere else. The same goes for conditions.
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
