import { fieldOf } from "../../deb822/stanzas.ts";
import type { LockedPackage } from "../lock.ts";
import type { PackageUniverse } from "../package-universe.ts";
import type { ClosureMember } from "./closure-member.ts";

/** Returns locked packages with their stanzas, found by digest; those that no index has are left out. */
export function stanzasOfLocked(
  locked: readonly Pick<LockedPackage, "name" | "sha256">[],
  universe: Pick<PackageUniverse, "versionsOf">,
): ClosureMember[] {
  return locked.flatMap(({ name, sha256 }) => {
    const hex = sha256.slice("sha256:".length);
    const offer = universe
      .versionsOf(name)
      .find(({ stanza }) => fieldOf(stanza, "SHA256")?.toLowerCase() === hex);
    return offer === undefined ? [] : [offer];
  });
}
