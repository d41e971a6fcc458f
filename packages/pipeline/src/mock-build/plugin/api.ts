import type { ChrootConfiguration, ChrootMount } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { BuildLimits } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { BuildFacts as MeasuredFacts } from "@debootc/core/event/build-facts";
import type { BuildStage } from "@debootc/core/event/build-stage";
import * as z from "zod";
import type { HookName } from "./hook.ts";

export { z };

/** What a plugin is: the default export of a file, or of an npm package `debootc-plugin-NAME`. */
export interface Plugin<Options = unknown> {
  /** As messages call it. */
  readonly name: string;
  /** Of what it does: changed whenever it would act otherwise. */
  readonly version: string;
  /**
   * Whether packages may come out differently with it than without. Then its name, version, options and file belong to
   * the key of the build, and a result without it is none with it.
   */
  readonly changesResults: boolean;
  /** Checks its options; without it, it has none. */
  readonly options?: z.ZodType<Options>;
  /** Those with a lower number are called first, equal ones as the configuration names them; 0 when absent. */
  readonly order?: number;
  /** How long one of its hooks may take; 300 when absent. The configuration's `timeout` wins. */
  readonly timeoutSeconds?: number;
  /** What the chroot and the build get from it, before anything is made: it becomes part of the keys. */
  readonly setup?: (context: SetupContext<Options>) => Contribution | Promise<Contribution>;
  readonly hooks?: {
    readonly [Name in HookName]?: (context: HookContext<Options, Name>) => void | Promise<void>;
  };
}

/** A plugin with the types of its options inferred. Whoever loads it has them checked by its own schema. */
export function definePlugin<Options = undefined>(plugin: Plugin<Options>): Plugin {
  return plugin as Plugin;
}

/** What a plugin may add before anything is made. */
export interface Contribution {
  /** Packages of the base root. */
  readonly packages?: readonly string[];
  /** Variables for the build. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Directories in the chroot to look for programs in, before all others. */
  readonly path?: readonly string[];
  readonly mounts?: readonly ChrootMount[];
  /** Only to take away: a limit that is stricter already stays. */
  readonly limits?: BuildLimits;
  readonly profiles?: readonly string[];
  readonly tmpfs?: ChrootConfiguration["tmpfs"];
}

/** What is known of a build from its beginning. */
export interface BuildFacts {
  readonly chroot: ChrootConfiguration;
  /** That the packages are for. */
  readonly hostArchitecture: string;
  readonly profiles: readonly string[];
  /** Processors that the build may use. */
  readonly jobs: number;
  /**
   * Absolute path on this machine of a directory that is kept between builds, for this plugin alone. Made when it is
   * asked for. `name` tells several apart; builds can write into it when it is `forBuilder`.
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
  /** Says something to whoever builds; it stands in the result. */
  readonly warn: (message: string, hint?: string) => void;
  readonly runOutside: (command: OutsideCommand) => Promise<CommandOutcome>;
  /** What this plugin remembers from hook to hook of one build. */
  readonly state: Map<string, unknown>;
}

export type HookContext<Options, Name extends HookName> = SetupContext<Options> & {
  readonly hook: Name;
  readonly details: HookDetails[Name];
  /** Puts a file beside the results. The name is a plain file name; a file of that name is replaced. */
  readonly addResult: (name: string, content: string | Uint8Array) => Promise<void>;
  /** Records what a check came to, in the result. One that is `required` and failed makes the build fail. */
  readonly verdict: (verdict: Verdict) => void;
} & (Name extends RootHookName ? RootAccess : object) &
  (Name extends "checkResults" ? CheckAccess : object);

/** Hooks at which the root is there. */
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
  /** Runs a command in the root, without a network. Throws `tool-failed` unless its status is accepted. */
  readonly runInside: (command: InsideCommand) => Promise<CommandOutcome>;
  /** Packs what lies at the paths into `NAME` beside the results, as tar.zst. Paths that are not there are left out. */
  readonly copyOut: (name: string, paths: readonly string[]) => Promise<void>;
  /** Begins to note which files of the root are opened. Needs root's rights on this machine. */
  readonly watchOpens: () => Promise<void>;
  /** Paths in the root of the files that were opened since then; empty when that was never begun. */
  readonly openedFiles: () => Promise<readonly string[]>;
}

/** A throw-away chroot of the same suite, for one check. */
export interface CheckAccess {
  readonly inFreshChroot: <T>(wish: FreshChroot, use: (access: FreshAccess) => Promise<T>) => Promise<T>;
}

export interface FreshChroot {
  /** Relations as in a control file, solved by the suite's own apt: `lintian, libjq1 (>= 1.7)`. */
  readonly depends: string;
}

export interface FreshAccess extends RootAccess {
  /** Directory in the chroot that holds the results, read-only. */
  readonly results: string;
  /** Directory in the chroot that holds the source package, read-only. */
  readonly source: string;
}

export interface InsideCommand {
  readonly tool: string;
  readonly args?: readonly string[];
  /** `builder`, who has no right over the root, when absent. */
  readonly user?: "root" | "builder";
  /** Absolute path in the root; `/` when absent. */
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Exit statuses that are answers rather than failures: 0 when absent. */
  readonly accept?: readonly number[] | "all";
  /** At most what is left of the hook's time. */
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
  /** Name of a file beside the results. */
  readonly log?: string;
  /** Whether the build has failed when this has. */
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
  /** Nothing was done: it stood in the cache. */
  readonly reused: boolean;
  readonly packages: readonly PackageFact[];
}
interface ResultFact {
  readonly source: SourceFact;
  /** What the build has used, where control groups could count it. */
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
  /** Of the chroot. */
  readonly name: string;
}
interface CommandFact extends ChrootFact {
  readonly command: readonly string[];
}
interface CopyFact extends ChrootFact {
  readonly from: string;
  readonly to: string;
}

/** What a hook is told. */
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
  /** Without a snapshot: to what the chroot began with. */
  readonly snapshotRestored: ChrootFact & { readonly snapshot?: string | undefined };
  readonly scrubbed: ChrootFact;
  readonly beforeCleanup: object;
  readonly afterCleanup: object;
  readonly finished: { readonly status: "successful" | "failed" | "cancelled"; readonly directory?: string };
}
