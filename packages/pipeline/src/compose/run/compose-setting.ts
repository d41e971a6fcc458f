import type { NodeTiming } from "@debootc/core/compose/node-timing";
import type { LeftOutStep, LegAsks } from "@debootc/core/compose-file/resolved-compose-file";
import type { ComposeId } from "@debootc/core/compose/compose-id";
import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import type { LegName } from "@debootc/core/compose/leg-name";
import type { Release } from "@debootc/core/compose/release";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { LockSection } from "@debootc/core/lock/lock";
import type { LockSubject } from "@debootc/core/lock/lock-subject";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import type { SecretKey } from "@debootc/tools/keys/secret-key";
import type { Cache, Lease } from "../../cache/cache.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import type { ComposeDirectory } from "../../composed/compose-directory.ts";
import type { PreviousCompose } from "../../composed/previous-compose.ts";
import type { LocalDeb } from "../../gather/local-packages.ts";
import type { PackageSources } from "../../gather/package-sources.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import type { Privilege } from "../../worker/run-privileged.ts";
import type { LoadedComposePlugin } from "../plugin/load-compose-plugins.ts";
import type { CodeDigests } from "./code-digests.ts";
import type { PreviousAccounts } from "./previous-accounts.ts";
import type { PreviousImage } from "./previous-image.ts";

/** Says what of a compose file a compose is to have: all of it, or some legs. */
export interface ExpectedLeg extends LegName {
  /** Whether the compose fails with it. */
  readonly required: boolean;
}

/** Holds what all legs of a compose share, and does not change while it runs. */
export interface ComposeSetting {
  readonly request: ComposeRequest;
  readonly dependencies: PipelineDependencies;
  /** The keys that sign commits and summaries. */
  readonly signingKeys: readonly SecretKey[];
  /** Where chroots for source packages are configured. */
  readonly configuration: ConfigurationDirectories;
  readonly id: ComposeId;
  readonly release: Release;
  /** Whether a lone treefile is composed: then there is one leg, whose page is that of the compose. */
  readonly isLone: boolean;
  /** Those that the compose file or the command line names, in that order. */
  readonly plugins: readonly LoadedComposePlugin[];
  /** All legs of the compose file, in its order. */
  readonly expected: readonly ExpectedLeg[];
  readonly directory: ComposeDirectory;
  readonly outputDir: string;
  /** The store of .debs, which all composes share. */
  readonly debsDirectory: string;
  readonly cache: Cache;
  readonly code: CodeDigests;
  readonly privilege: Privilege;
  /** Returns the timings of the steps that have ended so far. */
  readonly timings: () => readonly NodeTiming[];
  /** Returns the warnings so far. */
  readonly warnings: () => readonly Diagnostic[];
  /** Keeps a cache entry until the compose has ended. */
  readonly hold: (lease: Lease) => void;
}

/** Holds what one variant for one architecture is made of. */
export interface LegInput extends ExpectedLeg {
  /** What people call the variant. */
  readonly title: string;
  /** The user's own fields. */
  readonly metadata: NonNullable<ComposedLeg["metadata"]>;
  readonly treefile: ResolvedTreefile;
  /** Steps that it does not have, and why. */
  readonly leftOut: readonly LeftOutStep[];
  /** What the compose file asks for as the command line can. */
  readonly asks: LegAsks;
  /** What its lock is made for. */
  readonly lockSubject: LockSubject;
  /** The packages that the lock fixes; absent without a lock. */
  readonly lock: LockSection | undefined;
  /** The compose before this one; absent for the first of its kind. */
  readonly previous: PreviousCompose | undefined;
  /** The image whose layers this one keeps; absent when there is none. */
  readonly previousImage: PreviousImage | undefined;
  /** The accounts of the image that hosts have; absent when this one follows none. */
  readonly previousAccounts: PreviousAccounts | undefined;
  /** The treefile's .deb files. */
  readonly local: readonly LocalDeb[];
  /** The .debs for its architecture that were given besides the treefile. */
  readonly extra: readonly LocalDeb[];
}

/** Holds what does not change while one leg is composed. The treefile's added files are the compose's own copies. */
export interface LegSetting extends ComposeSetting, LegInput {
  /** `compose/<variant>/<arch>` of the compose, absolute. */
  readonly base: string;
  /** The page that tells people about this leg, absolute. */
  readonly page: string;
  /** Finds out where packages come from, when it is first asked. */
  readonly sources: () => Promise<PackageSources>;
  readonly compression: "zstd" | "gzip";
  /** Whether nodes only take results that are there already, because the steps that make them are left out. */
  readonly onlyTakes: boolean;
}
