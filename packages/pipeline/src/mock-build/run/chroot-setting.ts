import type { ChrootConfiguration } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { Digest } from "@debootc/core/record/digest";
import type { Lease } from "../../cache/cache.ts";
import type { LocalCache } from "../../cache/local-cache.ts";
import type { NodeContext } from "../../engine/node.ts";
import type { IndexMemory } from "../../gather/index-memory.ts";
import type { PackageSources } from "../../gather/package-sources.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import type { Privilege } from "../../worker/run-privileged.ts";
import type { PluginHooks } from "../plugin/plugin-hooks.ts";
import type { GivenRoot } from "./given-packages.ts";

/** Holds what it takes to make a chroot, whatever it is made for. */
export interface ChrootSetting {
  readonly dependencies: PipelineDependencies;
  readonly chroot: ChrootConfiguration;
  readonly jobs: number;
  /** Finds out where packages come from, once, when something is to be fetched. */
  readonly sources: () => Promise<PackageSources>;
  readonly debsDirectory: string;
  readonly indexCacheDirectory: string;
  readonly indexMemory: IndexMemory;
  readonly cache: LocalCache;
  /** Digests of the code that makes what is kept in the cache, for its keys. */
  readonly code: Readonly<Record<"lock" | "base" | "dependencies" | "build", Digest>>;
  readonly privilege: Privilege;
  readonly plugins: PluginHooks;
  /** Returns the packages of a build root that are given, not chosen; undefined when they are chosen. Read once. */
  readonly given: (context: NodeContext) => Promise<GivenRoot | undefined>;
  /** Keeps a cache entry until the run ends. */
  readonly hold: (lease: Lease) => void;
}
