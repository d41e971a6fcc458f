import { posix } from "node:path";
import { checkedValue } from "./checked-value.ts";
import type { Path } from "./position-map.ts";
import type { ProblemList } from "./problem-list.ts";
import { quoted } from "./quoted.ts";
import { besideFile } from "./relative-path.ts";
import { repeated } from "./repeated-entries.ts";
import { includePathSchema, treefileSchema } from "./schema.ts";
import { type Fault, placeOf, type TreefileFile } from "./treefile-file.ts";
import { ownDefinitions } from "./variable-definitions.ts";
import { replaceVariables, resolveVariables, type Variables } from "./variables.ts";
import { readYamlDocument } from "./yaml-document.ts";

/** Reads a file by its absolute path; undefined when there is none that can be read. */
export type ReadFile = (absolutePath: string) => Uint8Array | undefined;

/** A treefile as it was read, with the variables that it defines itself. */
export interface ReadTreefile extends TreefileFile {
  readonly value: Readonly<Record<string, unknown>>;
  readonly definitions: ReadonlyMap<string, string | undefined>;
}

/** One path of an `include`, as it is written and as it was understood. */
interface Include {
  readonly file: ReadTreefile;
  readonly path: Path;
  readonly written: string;
  readonly meant: string;
}

export interface ReadTreefiles {
  /** In the order of merging: what is included stands before what includes it. */
  readonly files: readonly ReadTreefile[];
  readonly includes: readonly Include[];
  /** False when a file could not be read: then what seems to be missing may stand there. */
  readonly complete: boolean;
}

interface Reading {
  readonly read: ReadFile;
  readonly architecture: string;
  readonly problems: ProblemList;
  readonly files: Map<string, ReadTreefile>;
  readonly includes: Include[];
  complete: boolean;
}

const deepest = 16;

/**
 * Reads a treefile and all that it includes. A file that is included in several ways counts once, at its first
 * place: its scripts run once, and it never overrides a file that includes it.
 */
export function readIncludes(
  path: string,
  options: Pick<Reading, "read" | "architecture" | "problems">,
): ReadTreefiles {
  const reading: Reading = { ...options, files: new Map(), includes: [], complete: true };
  const bytes = options.read(path);
  if (bytes === undefined) {
    options.problems.addDiagnostic({
      severity: "error",
      code: "treefile-invalid",
      file: path,
      message: "the treefile does not exist or cannot be read",
      hint: "Check the path and the permissions.",
    });
    return { files: [], includes: [], complete: false };
  }
  visit(path, bytes, [], new Map(), reading);
  return { files: [...reading.files.values()], includes: reading.includes, complete: reading.complete };
}

/** `outer` holds what the including files define; it wins over this file's own variables. */
function visit(
  path: string,
  bytes: Uint8Array,
  chain: readonly string[],
  outer: ReadTreefile["definitions"],
  reading: Reading,
): void {
  const { lined, root, value, faults } = readYamlDocument(bytes);
  const bare: TreefileFile = { path, includedFrom: chain, lined, root };
  for (const { offset, ...words } of faults) {
    reading.problems.addDiagnostic({ ...placeOf(bare, offset, "error"), ...words });
  }
  if (faults.length > 0) reading.complete = false;
  const file: ReadTreefile = { ...bare, value, definitions: ownDefinitions(bare, value, reading.problems) };
  const visible = new Map([...file.definitions, ...outer]);
  for (const include of includesOf(file, visible, reading)) follow(include, visible, reading);
  reading.files.set(path, file);
}

function includesOf(
  file: ReadTreefile,
  visible: ReadTreefile["definitions"],
  reading: Reading,
): readonly Include[] {
  const written = file.value["include"];
  const items = Array.isArray(written)
    ? written.map((item, index) => [["include", index], item] as const)
    : [];
  const single = typeof written === "string" ? [[["include"], written] as const] : items;
  const { variables } = resolveVariables(new Map([...visible, ["basearch", reading.architecture]]), true);
  const includes = single.flatMap(([path, item]) => {
    const { value, faults, unreplaced } = checkedValue(includePathSchema, file, path, item, variables);
    reading.problems.add(file, faults.map(withScope));
    if (faults.length + unreplaced.length === 0)
      return [{ file, path, written: String(item), meant: String(value) }];
    reading.complete = false;
    if (faults.length === 0) reading.problems.add(file, [{ path, ...withoutValue }]);
    return [];
  });
  if (written !== undefined && typeof written !== "string" && !Array.isArray(written)) {
    reading.problems.add(
      file,
      checkedValue(treefileSchema.shape.include, file, ["include"], written, variables).faults,
    );
  }
  const given = includes.map(({ path, meant }) => ({ value: posix.normalize(meant), file, path }));
  reading.problems.add(file, repeated(given), "warning");
  reading.includes.push(...includes);
  return includes;
}

const withoutValue = {
  message: "a variable in this path has no value here",
  hint: "An include knows the variables of its own file and of those that include it.",
};

function withScope(fault: Fault): Fault {
  if (!fault.message.startsWith("the variable")) return fault;
  return { ...fault, hint: `${fault.hint} ${withoutValue.hint}` };
}

function follow(include: Include, visible: ReadTreefile["definitions"], reading: Reading): void {
  const { file, path, meant } = include;
  const target = besideFile(file.path, meant);
  const chain = [...file.includedFrom, file.path];
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
  if (reading.files.has(target)) return;
  if (chain.length > deepest)
    return fail(`includes are more than ${deepest} deep`, "Include the files directly.");
  const bytes = reading.read(target);
  if (bytes === undefined) {
    return fail("the included file does not exist or cannot be read", `It is looked for at ${target}.`);
  }
  visit(target, bytes, chain, visible, reading);
}

/**
 * An include path is replaced before all variables are known. A variable that a file beside it defines differently
 * would mean one thing in the path and another everywhere else.
 */
export function changedIncludes(
  includes: readonly Include[],
  variables: Variables,
): readonly [ReadTreefile, Fault][] {
  return includes.flatMap(({ file, path, written, meant }): [ReadTreefile, Fault][] => {
    const { text } = replaceVariables(written, variables);
    if (text === undefined || text === meant) return [];
    const message = `the path was read as ${meant}, but another file changes a variable in it, which makes it ${text}`;
    return [[file, { path, message, hint: "Define the variable in the outermost treefile, or only once." }]];
  });
}
