import type { SecretKey } from "@debootc/tools/keys/secret-key";
import type { NodeTiming } from "@debootc/core/compose/node-timing";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { LockSection } from "@debootc/core/lock/lock";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import type { Release } from "@debootc/core/compose/release";
import type { ComposeId } from "@debootc/core/compose/compose-id";
import type { Cache, Lease } from "../../cache/cache.ts";
import type { LocalDeb } from "../../gather/local-packages.ts";
import type { PackageSources } from "../../gather/package-sources.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import type { Privilege } from "../../worker/run-privileged.ts";
import type { ComposeDirectory } from "../../composed/compose-directory.ts";
import type { PreviousCompose } from "../../composed/previous-compose.ts";
import type { CodeDigests } from "./code-digests.ts";
import type { PreviousAccounts } from "./previous-accounts.ts";
import type { PreviousImage } from "./previous-image.ts";

/** Holds what does not change while one treefile is composed. */
export interface ComposeSetting {
  /** The treefile. Its added files are the compose's own copies. */
  readonly treefile: ResolvedTreefile;
  readonly request: ComposeRequest;
  readonly dependencies: PipelineDependencies;
  /** The packages that the treefile's lock fixes; absent without a lock. */
  readonly lock: LockSection | undefined;
  /** The compose before this one; absent for the first of its kind. */
  readonly previous: PreviousCompose | undefined;
  /** The image whose layers this one keeps; absent when there is none. */
  readonly previousImage: PreviousImage | undefined;
  /** The accounts of the image that hosts have; absent when this one follows none. */
  readonly previousAccounts: PreviousAccounts | undefined;
  /** The keys that sign the commit and the summary. */
  readonly signingKeys: readonly SecretKey[];
  /** The treefile's .deb files. */
  readonly local: readonly LocalDeb[];
  /** Where chroots for source packages are configured. */
  readonly configuration: ConfigurationDirectories;
  readonly id: ComposeId;
  readonly release: Release;
  readonly variant: string;
  readonly directory: ComposeDirectory;
  /** `compose/<variant>/<arch>` of the compose, absolute. */
  readonly base: string;
  readonly outputDir: string;
  /** Finds out where packages come from, when it is first asked. */
  readonly sources: () => Promise<PackageSources>;
  /** The store of .debs, which all composes share. */
  readonly debsDirectory: string;
  readonly cache: Cache;
  readonly code: CodeDigests;
  readonly privilege: Privilege;
  readonly compression: "zstd" | "gzip";
  /** Returns the timings of the steps that have ended so far. */
  readonly timings: () => readonly NodeTiming[];
  /** Returns the warnings so far. */
  readonly warnings: () => readonly Diagnostic[];
  /** Keeps a cache entry until the compose has ended. */
  readonly hold: (lease: Lease) => void;
}
