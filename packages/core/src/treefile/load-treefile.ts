import { posix } from "node:path";
import { DebootcError } from "../error/debootc-error.ts";
import type { Diagnostic } from "../error/diagnostic.ts";
import type { AccountCheckInput } from "./keys/account-check-schema.ts";
import { architectureFaults } from "../debian/architecture-name.ts";
import { expandTreefile } from "./expand-treefile.ts";
import type { ExpandedTreefile } from "./expanded-treefile.ts";
import { changedIncludes, type ReadTreefiles, readIncludes } from "./include.ts";
import type { Entry } from "../document/entry.ts";
import { emptyLayer, layerOf, mergeLayers } from "./layer.ts";
import { checkMerged, checkRequired } from "./merged-rules.ts";
import { quoted } from "../text/quoted.ts";
import { checkOwnFiles, type InspectFile } from "./own-files.ts";
import { isUnreadable, type ReadFile } from "../document/read-file.ts";
import { ostreeRemoteOf } from "./ostree-remote.ts";
import { type ProblemList, problemList } from "../document/problem-list.ts";
import { scriptOfFile } from "./keys/script-of-file.ts";
import { repeatedEntries } from "./repeated-entries.ts";
import { resolveAccountCheck } from "./resolve-account-check.ts";
import { resolveLayer, treefileName } from "./resolve-layer.ts";
import { resolveSource } from "./resolve-source.ts";
import { settleLayer } from "./settle-layer.ts";
import type { ResolvedTreefile } from "./resolved-treefile.ts";
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
export function loadTreefile({ file, architecture, read, inspect }: LoadOptions): LoadedTreefile {
  refuseArguments(file, architecture);
  const path = posix.normalize(file);
  const problems = problemList();
  const reader = recordingReader(read);
  checkName(path, problems);
  const treefiles = readIncludes(path, { read: reader.read, architecture, problems });
  const scope = mergedVariables(treefiles, architecture, problems);
  for (const treefile of treefiles.passedOver) {
    validatedInput(treefile, leniently(scope.variables), problems);
  }

  const faultyKeys = new Set<string>();
  const parts = treefiles.files.map((treefile) => {
    const { input, faulty } = validatedInput(treefile, scope.variables, problems);
    for (const key of faulty) faultyKeys.add(key);
    const layer = layerOf(treefile, input, architecture);
    problems.add(treefile, repeatedEntries(layer), "warning");
    return { file: treefile, input, layer };
  });
  const all = parts.map(({ layer }) => layer).reduce(mergeLayers, emptyLayer);
  checkMerged(all, problems);
  const merged = settleLayer(all);
  if (inspect !== undefined) checkOwnFiles(merged, inspect, problems);
  const sources = merged.lists.sources.map((entry) => resolveSource(entry, reader.read, problems));
  const script = merged.single.postprocessScript;
  const lastScript = script && scriptOfFile(script, reader.read, problems);
  const ostreeRemote = ostreeRemoteOf(merged, reader.read, problems, faultyKeys.has("ostree-remote"));
  const checkOf = (database: "passwd" | "group", entry: Entry<AccountCheckInput> | undefined) =>
    resolveAccountCheck(database, entry, reader.read, problems);
  const checkPasswd = checkOf("passwd", merged.single.checkPasswd);
  const checkGroups = checkOf("group", merged.single.checkGroups);
  const outermost = treefiles.files.at(-1);
  if (outermost !== undefined && treefiles.complete) checkRequired(merged, outermost, faultyKeys, problems);

  const paths = treefiles.files.map((treefile) => treefile.path);
  refuseErrors(path, problems, paths);
  return {
    treefile: resolveLayer(merged, {
      path,
      architecture,
      sources,
      lastScript,
      checkPasswd,
      checkGroups,
      ostreeRemote,
    }),
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

function checkName(path: string, problems: ProblemList): void {
  const name = treefileName(path);
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return;
  problems.addDiagnostic({
    severity: "error",
    code: "treefile-invalid",
    file: path,
    message: `${quoted(name)} cannot name a compose`,
    allowed: "letters, digits, `.`, `_` and `-`, beginning with a letter or digit",
    hint: "Rename the treefile.",
  });
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
