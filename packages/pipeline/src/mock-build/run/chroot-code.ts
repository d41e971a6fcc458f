import { digestOf } from "@debootc/core/record/digest";
import { kindOf } from "../../worker/privilege-kind.ts";
import type { Privilege } from "../../worker/run-privileged.ts";
import { chrootCodeDigests } from "./chroot-code-digests.ts";
import type { ChrootSetting } from "./chroot-setting.ts";

/** Reads the digests of the code that makes chroots and builds in them. */
export function chrootCode(privilege: Privilege): ChrootSetting["code"] {
  // In the roots of a user namespace, files have other owners on the disk.
  const mapped = kindOf(privilege) === "user-namespace";
  const { lock, base, dependencies, build } = chrootCodeDigests();
  return {
    lock,
    base: digestOf({ code: base, mapped }),
    dependencies: digestOf({ code: dependencies, mapped }),
    build: digestOf({ code: build, mapped }),
  };
}
