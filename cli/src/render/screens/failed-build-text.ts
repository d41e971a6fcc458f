import type { NamedChroot } from "@debootc/core/mock-build/records/named-chroot";
import { printable } from "../text/printable.ts";

/** What a chroot came from that nobody made by itself. */
export function failedBuildText({ source, version }: NonNullable<NamedChroot["failedBuild"]>): string {
  return printable(`the failed build of ${source} ${version}`);
}
