import type { ChrootConfiguration, ChrootMount } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { BuildLimits } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { BuildFacts as MeasuredFacts } from "@debootc/core/event/build-facts";
import type { BuildStage } from "@debootc/core/event/build-stage";
import * as z from "zod";
import type { HookName } from "./hook.ts";

export { z };

/** Defines a plugin: the default export of a file, or of an npm package `debootc-plugin-NAME`. */
export interface Plugin<Options = unknown> {
  /** Its name in messages. */
  readonly name: string;
  /** Version of its behaviour: change it whenever the plugin would act differently. */
  readonly version: string;
  /**
   * Whether the packages may differ because of it. If so, its name, version, options and file are part of the build's
   * key, and a result made without it is not reused with it.
   */
  readonly changesResults: boolean;
  /** Schema of its options; if absent, it has none. */
  readonly options?: z.ZodType<Options>;
  /** Lower numbers are called first, equal ones in the order of the configuration; 0 if absent. */
  readonly order?: number;
  /** How long one of its hooks may take; 300 if absent. The configuration's `timeout` wins. */
  readonly timeoutSeconds?: number;
  /** Returns what it adds to the chroot and the build, before anything is made; this becomes part of the keys. */
  readonly setup?: (context: SetupContext<Options>) => Contribution | Promise<Contribution>;
  readonly hooks?: {
    readonly [Name in HookName]?: (context: HookContext<Options, Name>) => void | Promise<void>;
  };
}

/** Returns a plugin with the types of its options inferred. The loader checks the options by the plugin's schema. */
export function definePlugin<Options = undefined>(plugin: Plugin<Options>): Plugin {
  return plugin as Plugin;
}

/** Lists what a plugin may add before anything is made. */
export interface Contribution {
  /** Packages of the base root. */
  readonly packages?: readonly string[];
  /** Variables for the build. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Directories in the chroot that come first in PATH. */
  readonly path?: readonly string[];
  readonly mounts?: readonly ChrootMount[];
  /** Can only tighten limits: a stricter one stays. */
  readonly limits?: BuildLimits;
  readonly profiles?: readonly string[];
  readonly tmpfs?: ChrootConfiguration["tmpfs"];
}

/** Describes what is known about a build from the start. */
export interface BuildFacts {
  readonly chroot: ChrootConfiguration;
  /** Architecture for which the packages are built. */
  readonly hostArchitecture: string;
  readonly profiles: readonly string[];
  /** Processors that the build may use. */
  readonly jobs: number;
  /**
   * Returns the absolute path on this machine of a directory that is kept between builds, for this plugin alone, and
   * creates it if missing. `name` distinguishes several; builds can write to one that is `forBuilder`.
   */
  readonly cacheDirectory: (wish?: CacheDirectory) => Promise<string>;
}

export interface CacheDirectory {
  readonly name?: string;
  readonly forBuilder?: boolean;
}

export interface SetupContext<Options> {
  readonly options: Options;
  readonly facts: BuildFacts;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Warns the user; the warning is also recorded in the result. */
  readonly warn: (message: string, hint?: string) => void;
  readonly runOutside: (command: OutsideCommand) => Promise<CommandOutcome>;
  /** What this plugin remembers between the hooks of one build. */
  readonly state: Map<string, unknown>;
}

export type HookContext<Options, Name extends HookName> = SetupContext<Options> & {
  readonly hook: Name;
  readonly details: HookDetails[Name];
  /** Puts a file next to the results, replacing one of that name. The name is a plain file name. */
  readonly addResult: (name: string, content: string | Uint8Array) => Promise<void>;
  /** Records the verdict of a check in the result. If it is `required` and failed, the build fails. */
  readonly verdict: (verdict: Verdict) => void;
} & (Name extends RootHookName ? RootAccess : object) &
  (Name extends "checkResults" ? CheckAccess : object);

/** Lists the hooks during which the root exists. */
export type RootHookName =
  | "rootMounted"
  | "beforeUnpack"
  | "afterUnpack"
  | "beforeBuild"
  | "afterBuild"
  | "buildFailed"
  | "beforeCollect"
  | "afterCollect"
  | "beforeUnmount";

export interface RootAccess {
  /** Runs a command in the root, without network. Throws `tool-failed` unless its exit status is accepted. */
  readonly runInside: (command: InsideCommand) => Promise<CommandOutcome>;
  /** Packs the paths into `NAME` next to the results, as tar.zst. Missing paths are left out. */
  readonly copyOut: (name: string, paths: readonly string[]) => Promise<void>;
  /** Starts to record which files of the root are opened. Needs root on this machine. */
  readonly watchOpens: () => Promise<void>;
  /** Returns the paths in the root of the files opened since then; empty if recording was never started. */
  readonly openedFiles: () => Promise<readonly string[]>;
}

/** Provides a throw-away chroot of the same suite for one check. */
export interface CheckAccess {
  readonly inFreshChroot: <T>(wish: FreshChroot, use: (access: FreshAccess) => Promise<T>) => Promise<T>;
}

export interface FreshChroot {
  /** Relations as in a control file, solved by the suite's own apt, such as `lintian, libjq1 (>= 1.7)`. */
  readonly depends: string;
}

export interface FreshAccess extends RootAccess {
  /** Directory in the chroot with the results, read-only. */
  readonly results: string;
  /** Directory in the chroot with the source package, read-only. */
  readonly source: string;
}

export interface InsideCommand {
  readonly tool: string;
  readonly args?: readonly string[];
  /** `builder`, who has no rights over the root, if absent. */
  readonly user?: "root" | "builder";
  /** Working directory, an absolute path in the root; `/` if absent. */
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Exit statuses that are not failures; 0 if absent. */
  readonly accept?: readonly number[] | "all";
  /** Never more than what is left of the hook's time. */
  readonly timeoutSeconds?: number;
}

export interface OutsideCommand extends Omit<InsideCommand, "user"> {
  /** Bytes for standard input, such as a secret that must not be an argument. */
  readonly secretInput?: Uint8Array;
}

export interface CommandOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitStatus: number;
}

export interface Verdict {
  readonly status: "passed" | "failed" | "skipped";
  /** One line. */
  readonly summary: string;
  /** Name of a file next to the results. */
  readonly log?: string;
  /** Whether the build fails if this check fails. */
  readonly required?: boolean;
}

export interface PackageFact {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

export interface SourceFact {
  readonly name: string;
  readonly version: string;
  readonly dscName: string;
  /** Absolute path on this machine of the directory with the .dsc and its files. */
  readonly directory: string;
}

export interface ArtefactFact {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

export interface FailureFact {
  readonly code: string;
  readonly message: string;
}

export type BuildResources = MeasuredFacts["resources"];

interface LayerFact {
  /** It came from the cache, and nothing was done. */
  readonly reused: boolean;
  readonly packages: readonly PackageFact[];
}
interface ResultFact {
  readonly source: SourceFact;
  /** What the build used, as far as control groups could count it. */
  readonly resources?: BuildResources;
  /** Absolute path on this machine. */
  readonly directory: string;
  readonly artefacts: readonly ArtefactFact[];
}
interface RootFact {
  /** Absolute path in the root of the unpacked source. */
  readonly sourceTree: string;
}
interface ChrootFact {
  /** Name of the chroot. */
  readonly name: string;
}
interface CommandFact extends ChrootFact {
  readonly command: readonly string[];
}
interface CopyFact extends ChrootFact {
  readonly from: string;
  readonly to: string;
}

/** Maps each hook to the details that it gets. */
export interface HookDetails {
  readonly sourceReady: { readonly source: SourceFact };
  readonly beforeBase: object;
  readonly afterBase: LayerFact;
  readonly beforeUpdate: ChrootFact;
  readonly afterUpdate: ChrootFact;
  readonly beforeDependencies: { readonly source: SourceFact };
  readonly afterDependencies: LayerFact;
  readonly dependenciesFailed: { readonly failure: FailureFact };
  readonly rootMounted: RootFact;
  readonly beforeUnpack: RootFact;
  readonly afterUnpack: RootFact;
  readonly beforeBuild: RootFact;
  readonly afterBuild: RootFact;
  readonly buildFailed: RootFact & { readonly failure: FailureFact };
  readonly beforeCollect: RootFact;
  readonly afterCollect: RootFact & { readonly artefacts: readonly ArtefactFact[] };
  readonly beforeUnmount: RootFact;
  readonly rootUnmounted: object;
  readonly checkResults: ResultFact;
  readonly resultsReady: ResultFact;
  readonly failed: { readonly failure: FailureFact; readonly stage?: BuildStage };
  readonly beforeShell: ChrootFact;
  readonly afterShell: ChrootFact & { readonly exitStatus: number };
  readonly beforeRun: CommandFact;
  readonly afterRun: CommandFact & { readonly exitStatus: number };
  readonly copiedIn: CopyFact;
  readonly copiedOut: CopyFact;
  readonly snapshotMade: ChrootFact & { readonly snapshot: string };
  /** Without a snapshot, the chroot's initial state was restored. */
  readonly snapshotRestored: ChrootFact & { readonly snapshot?: string | undefined };
  readonly scrubbed: ChrootFact;
  readonly beforeCleanup: object;
  readonly afterCleanup: object;
  readonly finished: { readonly status: "successful" | "failed" | "cancelled"; readonly directory?: string };
}
