import type { BuildTarget } from "@debootc/core/mock-build/build-target";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import type { BuildType } from "@debootc/core/source-package/build-needs";
import type { ChainPart } from "./chain-part.ts";
import type { ChrootSetting } from "./chroot-setting.ts";

/** Holds what all nodes of one `debootc mock-build` share. */
export interface MockBuildSetting extends ChrootSetting {
  /** Present for a package of a chain. */
  readonly part?: ChainPart;
  readonly request: MockBuildRequest;
  readonly target: BuildTarget;
  /** The kinds of packages that were asked for; a source package need not have all of them. */
  readonly types: readonly BuildType[];
}
