import { treefileName, treefileNameFault } from "./treefile-name.ts";
import { posix } from "node:path";
import { DebootcError } from "../error/debootc-error.ts";
import type { Diagnostic } from "../error/diagnostic.ts";
import { architectureFaults } from "../debian/architecture-name.ts";
import { expandTreefile } from "./expand-treefile.ts";
import type { ExpandedTreefile } from "./expanded-treefile.ts";
import { changedIncludes, type ReadTreefiles, readIncludes } from "./include.ts";
import { mergeLayers } from "./layer/layer.ts";
import type { InspectFile } from "./layer/own-file.ts";
import { repeatedItems } from "./layer/repeats.ts";
import { takeBack } from "./layer/take-back.ts";
import type { MergedContext } from "./layer/treefile-key.ts";
import type { TreefileOverlay } from "./overlay.ts";
import { layerOf } from "./layer-of.ts";
import { quoted } from "../text/quoted.ts";
import { isUnreadable, type ReadFile } from "../document/read-file.ts";
import { type ProblemList, problemList } from "../document/problem-list.ts";
import type { ResolvedTreefile } from "./resolved-treefile.ts";
import { treefileKeys } from "./treefile-keys.ts";
import { validatedInput } from "./validated-input.ts";
import { leniently } from "../document/variables.ts";
import { type VariableScope, variableScope } from "./variable-scope.ts";

interface LoadOptions {
  /** Absolute path of the treefile. */
  readonly file: string;
  /** Debian's name of the architecture to compose for. */
  readonly architecture: string;
  readonly read: ReadFile;
  /** Looks at the files that go into the image; without it they are not looked for. */
  readonly inspect?: InspectFile;
  /** Inline treefiles of another document that win over the treefile, the last one over all. */
  readonly overlays?: readonly TreefileOverlay[];
}

export interface LoadedTreefile {
  readonly treefile: ResolvedTreefile;
  readonly warnings: Diagnostic[];
  /** Absolute paths of all that was read: treefiles in the order of merging, then key files. */
  readonly files: string[];
  /** The merged treefile with the origin of every value. */
  readonly expand: () => ExpandedTreefile;
}

/**
 * Reads a treefile with all that it includes, for one architecture. Throws `treefile-invalid` with a diagnostic for
 * everything that is wrong in any of the files, and `usage` for an architecture that Debian does not have.
 */
export function loadTreefile(options: LoadOptions): LoadedTreefile {
  const { file, architecture, read, inspect, overlays = [] } = options;
  refuseArguments(file, architecture);
  const path = posix.normalize(file);
  const problems = problemList();
  const reader = recordingReader(read);
  checkName(path, problems);
  const treefiles = readIncludes(path, { read: reader.read, architecture, problems }, overlays);
  const scope = mergedVariables(treefiles, architecture, problems);
  for (const treefile of treefiles.passedOver) {
    validatedInput(treefile, leniently(scope.variables), problems);
  }

  const faultyKeys = new Set<string>();
  const parts = treefiles.files.map((treefile) => {
    const { input, faulty } = validatedInput(treefile, scope.variables, problems);
    for (const key of faulty) faultyKeys.add(key);
    const layer = layerOf(treefile, input, architecture);
    for (const { slots } of treefileKeys) problems.add(treefile, repeatedItems(layer, slots), "warning");
    return { file: treefile, input, layer };
  });
  const given = parts.map(({ layer }) => layer).reduce(mergeLayers, []);
  const merged = takeBack(
    given,
    treefileKeys.flatMap(({ takesBack }) => takesBack),
  );
  const context: MergedContext = {
    path,
    architecture,
    read: reader.read,
    inspect,
    problems,
    given,
    isFaulty: (key) => faultyKeys.has(key),
    whole: treefiles.complete ? treefiles.outermost : undefined,
  };
  for (const key of treefileKeys) key.check(merged, context);
  const fields = treefileKeys.map((key) => key.resolve(merged, context));

  const paths = treefiles.files.map((treefile) => treefile.path);
  refuseErrors(path, problems, paths);
  return {
    // Each key has returned its fields: one that could not has reported why.
    treefile: Object.assign({ name: treefileName(path), architecture }, ...fields) as ResolvedTreefile,
    warnings: inOrder(problems.warnings(), paths),
    files: [...new Set([...paths, ...reader.found()])],
    expand: () => expandTreefile({ path, architecture, parts, merged, scope }),
  };
}

function refuseArguments(file: string, architecture: string): void {
  if (!posix.isAbsolute(file))
    throw new DebootcError("internal-fault", `loadTreefile needs an absolute path, not ${quoted(file)}`);
  const [fault] = architectureFaults(architecture);
  if (fault === undefined) return;
  throw new DebootcError("usage", fault.message, {
    hint: fault.hint ?? `Debian's architectures are ${fault.allowed}.`,
  });
}

/** Reads every file once, and remembers which were there. */
function recordingReader(read: ReadFile): { read: ReadFile; found: () => readonly string[] } {
  const files = new Map<string, ReturnType<ReadFile>>();
  return {
    read: (path) => {
      const content = files.get(path) ?? read(path);
      files.set(path, content);
      return content;
    },
    found: () => [...files].filter(([, content]) => !isUnreadable(content)).map(([path]) => path),
  };
}

function checkName(file: string, problems: ProblemList): void {
  const fault = treefileNameFault(file);
  if (fault === undefined) return;
  const hint = "Rename the treefile.";
  problems.addDiagnostic({ severity: "error", code: "treefile-invalid", file, ...fault, hint });
}

/** The variables of all files; an including file's win. Reports those that cannot be replaced. */
function mergedVariables(
  treefiles: ReadTreefiles,
  architecture: string,
  problems: ProblemList,
): VariableScope {
  const definitions = new Map(treefiles.files.flatMap((file) => [...file.definitions]));
  const scope = variableScope(definitions, architecture, treefiles.complete);
  for (const [name, found] of scope.faults) {
    const definition = definitions.get(name);
    if (definition === undefined) continue;
    const { file, path } = definition;
    problems.add(
      file,
      found.map((fault) => ({ ...fault, path })),
    );
  }
  for (const [file, fault] of changedIncludes(treefiles, scope)) problems.add(file, [fault]);
  return scope;
}

function refuseErrors(path: string, problems: ProblemList, paths: readonly string[]): void {
  const errors = inOrder(problems.errors(), paths);
  if (errors.length === 0) return;
  const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  throw new DebootcError("treefile-invalid", `${path} has ${count}`, {
    diagnostics: [...errors, ...inOrder(problems.warnings(), paths)],
  });
}

/** By place, the outermost file first. */
function inOrder(diagnostics: readonly Diagnostic[], paths: readonly string[]): Diagnostic[] {
  const rank = ({ file }: Diagnostic) => (file === undefined ? -1 : paths.indexOf(file));
  return [...diagnostics].sort(
    (a, b) => rank(b) - rank(a) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}
