import { type Digest, digestOf } from "@debootc/core/record/digest";
import { kindOf } from "../../worker/privilege-kind.ts";
import type { Privilege } from "../../worker/run-privileged.ts";
import { type CodeDigests, codeDigests } from "./code-digests.ts";

/** Reads the digests of the code that makes cached results of a compose with these rights. */
export function composeCode(privilege: Privilege): CodeDigests {
  const code = codeDigests();
  if (kindOf(privilege) !== "user-namespace") return code;
  // In the roots of a user namespace, files have other owners on the disk.
  const mapped = (of: Digest) => digestOf({ code: of, mapped: true });
  return { ...code, packages: mapped(code.packages), root: mapped(code.root) };
}
