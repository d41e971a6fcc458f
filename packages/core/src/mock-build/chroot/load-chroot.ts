import { DebootcError } from "../../error/debootc-error.ts";
import type { Diagnostic } from "../../error/diagnostic.ts";
import { closestWord } from "../../text/closest-word.ts";
import { type ProblemList, problemList } from "../../document/problem-list.ts";
import { quoted } from "../../text/quoted.ts";
import type { ReadFile } from "../../document/read-file.ts";
import type { Fault } from "../../document/document-file.ts";
import { chrootChain } from "./chroot-chain.ts";
import type { ChrootConfiguration } from "./chroot-configuration.ts";
import { type ChrootFile, readChrootFile } from "./chroot-file.ts";
import { basePattern, chrootName, parseChrootName } from "./chroot-name.ts";
import {
  baseFile,
  type ChrootFilePlace,
  type ChrootPlace,
  chrootFiles,
  type ReadChrootFile,
} from "./chroot-places.ts";
import type { ChrootInput } from "./chroot-schema.ts";
import { type ChrootValue, chrootValues, mergeChrootValues, winningValues } from "./chroot-values.ts";
import { expandChroot } from "./expand-chroot.ts";
import type { ExpandedChroot } from "./expanded-chroot.ts";
import { pluginPlaces, pluginProblems, pluginsOffInVain } from "./plugin-places.ts";
import { resolveChroot } from "./resolve-chroot.ts";

/** What an option of the command line says, in the words of the files; it wins over all of them. */
export interface ChrootOption {
  /** Such as `--profiles`, for messages. */
  readonly name: string;
  readonly input: Omit<ChrootInput, "based-on" | "architectures" | "sources">;
}

export interface LoadChrootOptions {
  /** `trixie-amd64`, or `trixie` together with an architecture. */
  readonly name: string;
  readonly architecture: string;
  /** The weakest first. */
  readonly places: readonly ChrootPlace[];
  /** Absolute path of the file that `--config` names. */
  readonly configFile?: string;
  readonly options?: readonly ChrootOption[];
  readonly read: ReadChrootFile;
  /** Names without architecture of all chroots that there are files of, for messages. */
  readonly known: readonly string[];
}

export interface LoadedChroot {
  readonly chroot: ChrootConfiguration;
  /** Absolute paths of the files it was merged from, the weakest first. */
  readonly files: readonly string[];
  readonly expand: () => ExpandedChroot;
}

/** A configuration whose plugins, which only they themselves can judge, are not checked yet. */
export interface UncheckedChroot {
  /** `trixie-amd64`. */
  readonly name: string;
  /** Options of the plugins that are switched on, also where something else is wrong. */
  readonly plugins: ChrootConfiguration["plugins"];
  /** Plugins that are switched off though nothing switches them on. */
  readonly pluginsOffInVain: readonly string[];
  /** Directories of the files that name a plugin, the strongest first. */
  readonly directoriesOfPlugin: (plugin: string) => readonly string[];
  /** What is wrong with a plugin's options, with the places of the files that give them. Paths begin with the option. */
  readonly pluginProblems: (plugin: string, faults: readonly Fault[]) => readonly Diagnostic[];
  /**
   * The configuration. Throws `chroot-invalid` with a diagnostic for everything that is wrong in any of the files and
   * with the plugins, and `chroot-unknown` for an architecture that the chroot is not described for.
   */
  readonly accept: (pluginProblems: readonly Diagnostic[]) => LoadedChroot;
}

/** Merges the files that configure a chroot. Throws `chroot-unknown` for a chroot of which there is no file. */
export function loadChroot(asked: LoadChrootOptions): UncheckedChroot {
  const { places, known, configFile } = asked;
  const { base, architecture = asked.architecture } = parseChrootName(asked.name);
  const name = chrootName(base, architecture);
  const problems = problemList();
  const fileAt = readOnce(asked.read, problems);
  if (!basePattern.test(base) || !places.some((place) => fileAt(baseFile(place, base)) !== undefined)) {
    throw unknownChroot(base, known);
  }

  const { bases, complete } = chrootChain(base, places, fileAt, known, problems);
  const candidates = chrootFiles(places, bases, architecture, configFile);
  const files = candidates.flatMap((place) => fileAt(place) ?? []);
  if (configFile !== undefined && !files.some(({ place }) => place.kind === "config")) {
    problems.addDiagnostic({
      severity: "error",
      code: "chroot-invalid",
      file: configFile,
      message: "the file does not exist",
    });
  }
  const given = [
    ...files.flatMap(({ file, input }) => chrootValues(input, (path) => ({ kind: "file", file, path }))),
    ...(asked.options ?? []).flatMap(({ name: option, input }) =>
      chrootValues(input, () => ({ kind: "option", name: option })),
    ),
  ];
  const merged = mergeChrootValues([...defaultValues(given), ...given]);
  if (complete) checkRequired(files, bases, given, problems);
  const read: ReadFile = (path) => asked.read(path) ?? { why: "does not exist" };
  const chroot = resolveChroot(merged, { name, architecture }, read, problems);
  const loaded: LoadedChroot = {
    chroot,
    files: files.map(({ place }) => place.path),
    expand: () =>
      expandChroot(merged, {
        name,
        architecture,
        files: candidates.map(({ path, kind }) => ({
          path,
          kind,
          present: files.some(({ place }) => place.path === path),
        })),
      }),
  };
  return {
    name,
    plugins: chroot.plugins,
    pluginsOffInVain: pluginsOffInVain(merged),
    directoriesOfPlugin: (plugin) => pluginPlaces(given, plugin),
    pluginProblems: (plugin, faults) => pluginProblems(merged, plugin, faults),
    accept: (problemsOfPlugins) => {
      refuseErrors(name, problems.errors(), problemsOfPlugins);
      refuseArchitecture(base, architecture, winningValues(merged, "architectures"));
      return loaded;
    },
  };
}

/** A file may be asked for twice: for what it builds upon, and for what it says. */
function readOnce(read: ReadChrootFile, problems: ProblemList) {
  const files = new Map<string, ChrootFile | undefined>();
  return (place: ChrootFilePlace): ChrootFile | undefined => {
    if (!files.has(place.path)) files.set(place.path, readChrootFile(place, read, problems));
    return files.get(place.path);
  };
}

/** What holds where nothing is given. The silence is sbuild's `STALLED_PKG_TIMEOUT`. */
function defaultValues(given: readonly ChrootValue[]): readonly ChrootValue[] {
  const input: ChrootInput = {
    components: ["main"],
    limits: { silence: "150min", processes: 16_384 },
    tmpfs: "auto",
  };
  const isGiven = (key: string | undefined) => given.some(({ slot }) => slot[0] === key);
  // Lists append: what holds without any component must not be added to those that are given.
  return chrootValues(input, () => ({ kind: "default" })).filter(
    ({ slot }) => slot[0] !== "components" || !isGiven("components"),
  );
}

function checkRequired(
  files: readonly ChrootFile[],
  bases: readonly string[],
  given: readonly ChrootValue[],
  problems: ProblemList,
): void {
  const own = files.findLast(({ place }) => bases.some((base) => place.path.endsWith(`/${base}.yaml`)));
  for (const [key, example] of [
    ["suite", "trixie"],
    ["architectures", "[amd64]"],
  ] as const) {
    if (own === undefined || given.some(({ slot }) => slot[0] === key)) continue;
    if (files.some(({ faulty }) => faulty.has(key) || faulty.has("based-on"))) continue;
    const message = "this key is missing, here and in all other files of this chroot";
    problems.add(own.file, [{ path: [key], message, hint: `Write \`${key}: ${example}\`.` }]);
  }
}

function refuseErrors(name: string, own: readonly Diagnostic[], ofPlugins: readonly Diagnostic[]): void {
  const errors = [...own, ...ofPlugins];
  if (errors.length === 0) return;
  const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  throw new DebootcError("chroot-invalid", `the configuration of the chroot ${name} has ${count}`, {
    diagnostics: errors.map((diagnostic) => ({ ...diagnostic, code: "chroot-invalid" })),
    hint:
      ofPlugins.length === 0
        ? "Correct them; docs/chroots.md tells of every key."
        : "Correct them; docs/chroots.md tells of every key, docs/mock-plugins.md of every plugin that is shipped.",
  });
}

function refuseArchitecture(base: string, architecture: string, values: readonly ChrootValue[]): void {
  const there = values.map(({ value }) => String(value));
  if (there.includes(architecture)) return;
  throw new DebootcError(
    "chroot-unknown",
    `there is no chroot ${base} for ${quoted(architecture)}; there is one for ${there.join(", ")}`,
    {
      hint: `Write \`architectures: [${architecture}]\` into ~/.config/debootc/chroots/${base}.yaml to add it.`,
    },
  );
}

function unknownChroot(base: string, known: readonly string[]): DebootcError {
  const near = closestWord(base, known);
  return new DebootcError(
    "chroot-unknown",
    `there is no chroot ${quoted(base)}; there are ${known.length === 0 ? "none" : known.join(", ")}`,
    {
      hint:
        near === undefined
          ? `Name one of these, or describe your own in ~/.config/debootc/chroots/NAME.yaml.`
          : `Did you mean ${near}?`,
    },
  );
}
