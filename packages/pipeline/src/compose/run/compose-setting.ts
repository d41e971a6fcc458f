import type { SecretKey } from "@debootc/tools/keys/secret-key";
import type { NodeTiming } from "@debootc/core/compose/node-timing";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { LocalPackage } from "@debootc/core/lock/local-package";
import type { LockSection } from "@debootc/core/lock/lock";
import type { Digest } from "@debootc/core/record/digest";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import type { Release } from "@debootc/core/compose/release";
import type { ComposeId } from "@debootc/core/compose/compose-id";
import type { Cache, Lease } from "../../cache/cache.ts";
import type { PackageSources } from "../../gather/package-sources.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import type { Privilege } from "../../worker/run-privileged.ts";
import type { ComposeDirectory } from "../../composed/compose-directory.ts";
import type { PreviousCompose } from "../../composed/previous-compose.ts";
import type { PreviousImage } from "./previous-image.ts";

/** What does not change while one treefile is composed. */
export interface ComposeSetting {
  /** Its added files are the compose's own copies. */
  readonly treefile: ResolvedTreefile;
  readonly request: ComposeRequest;
  readonly dependencies: PipelineDependencies;
  /** What the treefile's lock fixes; absent without one. */
  readonly lock: LockSection | undefined;
  /** What this compose comes after; absent for the first of its kind. */
  readonly previous: PreviousCompose | undefined;
  /** The image whose layers this one keeps; absent when there is none. */
  readonly previousImage: PreviousImage | undefined;
  /** What signs the commit and the summary. */
  readonly signingKeys: readonly SecretKey[];
  /** The treefile's .deb files. */
  readonly local: readonly LocalPackage[];
  /** Where chroots for source packages are configured. */
  readonly configuration: ConfigurationDirectories;
  readonly id: ComposeId;
  readonly release: Release;
  readonly variant: string;
  readonly directory: ComposeDirectory;
  /** `compose/<variant>/<arch>` of the compose, absolute. */
  readonly base: string;
  readonly outputDir: string;
  /** Where packages come from, found out when it is first asked for. */
  readonly sources: () => Promise<PackageSources>;
  /** The store of .debs, shared whatever else is not. */
  readonly debsDirectory: string;
  readonly cache: Cache;
  /** Digest of the code that makes results, for their keys. */
  readonly code: Digest;
  readonly privilege: Privilege;
  readonly compression: "zstd" | "gzip";
  /** Of the steps that have ended so far. */
  readonly timings: () => readonly NodeTiming[];
  /** What was warned of so far. */
  readonly warnings: () => readonly Diagnostic[];
  /** Keeps a cache entry until the compose has ended. */
  readonly hold: (lease: Lease) => void;
}
