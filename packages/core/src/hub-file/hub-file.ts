import type { Permission } from "./schema/permission.ts";

/** Names the file in a repository that tells the hub what to do for it. */
export const hubFilePath = ".github/debootc.yml";

/** Holds `.github/debootc.yml` with its defaults in place. */
export interface HubFile {
  /** Path of the compose file or treefile in the repository. */
  readonly compose: string;
  /** Architectures of a lone treefile. */
  readonly arches: readonly string[];
  readonly workflow: string;
  readonly on: Triggers;
  /** Whether the tasks run on hosts of the hub's own fleet instead of runners that are there already. */
  readonly fleet: boolean;
  /** Labels of runners by architecture, and for what comes after the legs by `assemble`; on the fleet, labels of hosts. */
  readonly runners: ReadonlyMap<string, readonly string[]>;
  readonly packages: readonly HubPackage[];
  readonly release: { readonly tags: Patterns; readonly branches: Patterns };
  readonly channels: readonly HubChannel[];
  readonly attempts: number;
  readonly timeoutSeconds: Readonly<Record<"package" | "leg" | "assemble" | "release", number>>;
  readonly priority: number;
  readonly steer: { readonly permission: Permission; readonly logins: readonly string[] };
}

/** Is a list of globs; one with `!` before it excludes. */
export type Patterns = readonly string[];

/** Says what leads to a run. A trigger that is absent never does. */
export interface Triggers {
  /** Without `branches`, the default branch. */
  readonly push?: { readonly branches?: Patterns; readonly paths?: Patterns };
  readonly tags?: Patterns;
  /** Without `branches`, pull requests for any. */
  readonly pullRequest?: { readonly branches?: Patterns | "default"; readonly paths?: Patterns };
  readonly schedule: readonly Schedule[];
  readonly comment: boolean;
}

/** Describes a channel that releases are promoted into, and what lets them in. */
export interface HubChannel {
  readonly name: string;
  readonly automatic: boolean;
  readonly latest: boolean;
  /** The channel in which a release must have been before. */
  readonly after?: string;
  /** How long ago it must have been published. */
  readonly ageSeconds: number;
  /** Check runs that must have succeeded on its commit. */
  readonly checks: readonly string[];
  /** Repositories of registries, by variant, in which the tag that is called like the channel means its release. */
  readonly images?: Readonly<Record<string, string>>;
}

/** Describes moments that come again, at which the default branch is composed. */
export interface Schedule {
  readonly name: string;
  readonly cron: string;
}

/** Describes a source package that is built before the legs. */
export interface HubPackage {
  readonly source: string;
  /** Those of the legs if absent. */
  readonly arches?: readonly string[];
  /** Sources of other packages, which are built before it and are there for its build. */
  readonly needs: readonly string[];
  readonly required: boolean;
}
