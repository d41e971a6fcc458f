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

/** Describes what a command line option sets, with the keys of the files; it overrides all of them. */
export interface ChrootOption {
  /** For messages, such as `--profiles`. */
  readonly name: string;
  readonly input: Omit<ChrootInput, "based-on" | "architectures" | "sources" | "dependencies-from">;
}

export interface LoadChrootOptions {
  /** `trixie-amd64`, or `trixie` together with an architecture. */
  readonly name: string;
  readonly architecture: string;
  /** Weakest first. */
  readonly places: readonly ChrootPlace[];
  /** Absolute path of the file that `--config` names. */
  readonly configFile?: string;
  readonly options?: readonly ChrootOption[];
  readonly read: ReadChrootFile;
  /** Names without architecture of all chroots that have files, for messages. */
  readonly known: readonly string[];
}

export interface LoadedChroot {
  readonly chroot: ChrootConfiguration;
  /** Absolute paths of the merged files, weakest first. */
  readonly files: readonly string[];
  readonly expand: () => ExpandedChroot;
}

/** Holds a configuration whose plugins are not checked yet; only the plugins themselves can do that. */
export interface UncheckedChroot {
  /** For example `trixie-amd64`. */
  readonly name: string;
  /** Options of the plugins that are turned on, even if something else is wrong. */
  readonly plugins: ChrootConfiguration["plugins"];
  /** Plugins that are turned off although nothing turns them on. */
  readonly pluginsOffInVain: readonly string[];
  /** Returns the directories of the files that name a plugin, strongest first. */
  readonly directoriesOfPlugin: (plugin: string) => readonly string[];
  /**
   * Returns what is wrong with a plugin's options, with the places of the files that set them. Paths begin with the
   * option.
   */
  readonly pluginProblems: (plugin: string, faults: readonly Fault[]) => readonly Diagnostic[];
  /**
   * Returns the configuration. Throws `chroot-invalid` with a diagnostic for everything that is wrong in any file or
   * plugin, and `chroot-unknown` for an architecture for which the chroot is not described.
   */
  readonly accept: (pluginProblems: readonly Diagnostic[]) => LoadedChroot;
}

/** Merges the files that configure a chroot. Throws `chroot-unknown` for a chroot that has no file. */
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

/** A file may be needed twice: for the chroot it is based on, and for its own values. */
function readOnce(read: ReadChrootFile, problems: ProblemList) {
  const files = new Map<string, ChrootFile | undefined>();
  return (place: ChrootFilePlace): ChrootFile | undefined => {
    if (!files.has(place.path)) files.set(place.path, readChrootFile(place, read, problems));
    return files.get(place.path);
  };
}

/** The defaults. The limit of silence is sbuild's `STALLED_PKG_TIMEOUT`. */
function defaultValues(given: readonly ChrootValue[]): readonly ChrootValue[] {
  const input: ChrootInput = {
    components: ["main"],
    limits: { silence: "150min", processes: 16_384 },
    tmpfs: "auto",
  };
  const isGiven = (key: string | undefined) => given.some(({ slot }) => slot[0] === key);
  // Lists append, so the default components must not be added to given ones.
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
    const message = "the key is missing, here and in all other files of this chroot";
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
        ? "Fix them; docs/chroots.md describes every key."
        : "Fix them; docs/chroots.md describes every key, docs/mock-plugins.md every plugin that comes with debootc.",
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
    `there is no chroot ${quoted(base)}; known chroots: ${known.length === 0 ? "none" : known.join(", ")}`,
    {
      hint:
        near === undefined
          ? `Use one of these, or describe your own in ~/.config/debootc/chroots/NAME.yaml.`
          : `Did you mean ${near}?`,
    },
  );
}
