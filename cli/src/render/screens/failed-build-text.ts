import type { NamedChroot } from "@debootc/core/mock-build/records/named-chroot";
import { printable } from "../text/printable.ts";

/** Names the failed build that left this chroot. */
export function failedBuildText({ source, version }: NonNullable<NamedChroot["failedBuild"]>): string {
  return printable(`the failed build of ${source} ${version}`);
}
