import { posix } from "node:path";
import { DebootcError } from "../error/debootc-error.ts";
import type { Diagnostic } from "../error/diagnostic.ts";
import { type DocumentFile, placeOf } from "../document/document-file.ts";
import { type ProblemList, problemList } from "../document/problem-list.ts";
import { isUnreadable, type ReadFile } from "../document/read-file.ts";
import { readYamlDocument } from "../document/yaml-document.ts";
import { secondsOf } from "../document/limit-text.ts";
import { countOf } from "../text/amount.ts";
import { quoted } from "../text/quoted.ts";
import type { InspectFile } from "../treefile/layer/own-file.ts";
import { type CheckedComposeFile, checkedComposeFile } from "./checked-compose-file.ts";
import { checkPatterns } from "./check-patterns.ts";
import { expandComposeFile } from "./expand-compose-file.ts";
import type { ExpandedComposeFile } from "./expanded-compose-file.ts";
import { withLeftOutSteps } from "./left-out-steps.ts";
import { type LoadedLeg, loadLegs } from "./load-legs.ts";
import { pluginFiles, pluginSteps } from "./plugin-files.ts";
import { plannedLegs } from "./planned-legs.ts";
import { repeatedRefs } from "./repeated-refs.ts";
import type { ResolvedComposeFile, ResolvedLeg } from "./resolved-compose-file.ts";

interface LoadOptions {
  /** Absolute path of the compose file. */
  readonly file: string;
  readonly read: ReadFile;
  /** Looks at the files that go into the images; without it they are not looked for. */
  readonly inspect?: InspectFile;
}

/** Holds a compose file that has no errors, with the treefiles of all its legs. */
export interface LoadedComposeFile {
  readonly composeFile: ResolvedComposeFile;
  readonly warnings: readonly Diagnostic[];
  /** Absolute paths of all that was read: the compose file first, then the files of each leg. */
  readonly files: readonly string[];
  /** Returns what the legs come to, or some of them, with the origin of every value. */
  readonly expand: (legs?: readonly ResolvedLeg[]) => ExpandedComposeFile;
}

/**
 * Reads a compose file and the treefile of each of its legs. Throws `compose-file-invalid` with a diagnostic for
 * everything that is wrong in any of the files.
 */
export function loadComposeFile({ file: path, read, inspect }: LoadOptions): LoadedComposeFile {
  if (!posix.isAbsolute(path))
    throw new DebootcError("internal-fault", `loadComposeFile needs an absolute path, not ${quoted(path)}`);
  const problems = problemList();
  const reader = readOnce(read);
  const { file, value } = readDocument(posix.normalize(path), reader, problems);
  refuseErrors(file.path, problems);
  const checked = checkedComposeFile(file, value, problems);
  const plugins = pluginFiles(file, checked.plugins, { read: reader, problems });
  const planned = plannedLegs(checked, problems);
  const loaded = loadLegs(planned, { file, read: reader, inspect, problems });
  const isWhole = problems.errors().length === 0 && loaded.length === planned.length;
  const legs = withLeftOutSteps(checked, loaded, { isWhole, problems });
  checkPatterns(checked, legs, { isWhole, read: reader, problems });
  problems.add(file, repeatedRefs(legs), "warning");
  refuseErrors(file.path, problems);

  const variants = checked.variants.map(({ id, input }) => ({
    id,
    name: input.name ?? id,
    legs: legs.flatMap(({ leg }) => (leg.variant === id ? [leg] : [])),
  }));
  return {
    // Whatever it lacks has been reported.
    composeFile: {
      release: checked.release as ResolvedComposeFile["release"],
      variants,
      timeouts: timeoutsOf(checked),
      retries: checked.phases?.input.retries ?? {},
      plugins,
      pluginSteps: pluginSteps(checked),
    },
    warnings: inOrder(problems.warnings(), file.path),
    files: [
      ...new Set([
        file.path,
        ...plugins.map((plugin) => plugin.file),
        ...legs.flatMap(({ leg }) => leg.loaded.files),
      ]),
    ],
    expand: (wanted) => expandComposeFile(checked, variants, legs.filter(isAmong(wanted))),
  };
}

function timeoutsOf({ phases }: CheckedComposeFile): ResolvedComposeFile["timeouts"] {
  const given = Object.entries(phases?.input.timeouts ?? {});
  return Object.fromEntries(given.map(([step, time]) => [step, secondsOf(time) ?? 0]));
}

function isAmong(wanted: readonly ResolvedLeg[] | undefined): (one: LoadedLeg) => boolean {
  return ({ leg }) => wanted === undefined || wanted.includes(leg);
}

function readOnce(read: ReadFile): ReadFile {
  const files = new Map<string, ReturnType<ReadFile>>();
  return (path) => {
    const content = files.get(path) ?? read(path);
    files.set(path, content);
    return content;
  };
}

function readDocument(path: string, read: ReadFile, problems: ProblemList) {
  const content = read(path);
  if (isUnreadable(content)) {
    problems.addDiagnostic({
      severity: "error",
      code: "compose-file-invalid",
      file: path,
      message: `the compose file ${content.why}`,
      hint: content.hint ?? "Check the path and the permissions.",
    });
    refuseErrors(path, problems);
  }
  const document = readYamlDocument(content as Uint8Array);
  const file: DocumentFile = { path, lined: document.lined, root: document.root, within: [] };
  for (const { offset, ...words } of document.faults) {
    problems.addDiagnostic({ ...placeOf(file, offset, "error"), ...words });
  }
  return { file, value: document.value };
}

function refuseErrors(path: string, problems: ProblemList): void {
  const errors = inOrder(problems.errors(), path);
  if (errors.length === 0) return;
  throw new DebootcError("compose-file-invalid", `${path} has ${countOf(errors.length, "error")}`, {
    diagnostics: [...errors, ...inOrder(problems.warnings(), path)],
    hint: "Fix them; docs/compose-file.md describes every key.",
  });
}

/** By place, the compose file first, then treefiles in the order in which they were read. */
function inOrder(diagnostics: readonly Diagnostic[], path: string): readonly Diagnostic[] {
  const files = [...new Set([path, ...diagnostics.map(({ file }) => file)])];
  const rank = ({ file }: Diagnostic) => files.indexOf(file);
  return diagnostics
    .map((diagnostic) =>
      diagnostic.file === path && diagnostic.severity === "error"
        ? { ...diagnostic, code: "compose-file-invalid" }
        : diagnostic,
    )
    .toSorted(
      (a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    );
}
