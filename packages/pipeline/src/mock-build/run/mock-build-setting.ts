import type { BuildTarget } from "@debootc/core/mock-build/build-target";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import type { BuildType } from "@debootc/core/source-package/build-needs";
import type { LocalDeb } from "../../gather/local-packages.ts";
import type { ChainPart } from "./chain-part.ts";
import type { ChrootSetting } from "./chroot-setting.ts";
import type { LocalRepository } from "./local-repository.ts";

/** Holds what all nodes of one `debootc mock-build` share. */
export interface MockBuildSetting extends ChrootSetting {
  /** Present for a package of a chain. */
  readonly part?: ChainPart;
  /** The packages that `--extra-package` names. */
  readonly extra: readonly LocalDeb[];
  /** Offers these, and what the chain has built for this package. */
  readonly local?: LocalRepository;
  readonly request: MockBuildRequest;
  readonly target: BuildTarget;
  /** The kinds of packages that were asked for; a source package need not have all of them. */
  readonly types: readonly BuildType[];
}
