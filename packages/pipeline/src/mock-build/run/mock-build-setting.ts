import type { BuildTarget } from "@debootc/core/mock-build/build-target";
import type { ChrootConfiguration } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { Digest } from "@debootc/core/record/digest";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import type { BuildType } from "@debootc/core/source-package/build-needs";
import type { Lease } from "../../cache/cache.ts";
import type { LocalCache } from "../../cache/local-cache.ts";
import type { IndexMemory } from "../../gather/index-memory.ts";
import type { PackageSources } from "../../gather/package-sources.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import type { NodeContext } from "../../engine/node.ts";
import type { GivenRoot } from "./given-packages.ts";
import type { PluginHooks } from "../plugin/plugin-hooks.ts";
import type { ChainPart } from "./chain-part.ts";
import type { Privilege } from "../../worker/run-privileged.ts";

/** What all nodes of one `debootc mock-build` share. */
export interface MockBuildSetting {
  /** Present for a package of a chain. */
  readonly part?: ChainPart;
  readonly request: MockBuildRequest;
  readonly dependencies: PipelineDependencies;
  readonly chroot: ChrootConfiguration;
  readonly target: BuildTarget;
  /** What of a source package was asked for; it need not have all of it. */
  readonly types: readonly BuildType[];
  /** Asked for once, when something is to be fetched. */
  readonly sources: () => Promise<PackageSources>;
  readonly debsDirectory: string;
  readonly indexCacheDirectory: string;
  readonly indexMemory: IndexMemory;
  readonly cache: LocalCache;
  readonly code: Digest;
  readonly privilege: Privilege;
  readonly plugins: PluginHooks;
  /** The packages of a build root that are not chosen; undefined when they are. Asked for once. */
  readonly given: (context: NodeContext) => Promise<GivenRoot | undefined>;
  /** Keeps a cache entry until the run ends. */
  readonly hold: (lease: Lease) => void;
}
