import { quoted } from "../../text/quoted.ts";
import type { TextFault } from "../../document/text-schema.ts";

/** libostree's OSTREE_REF_REGEXP. */
export const refPattern = "^(?:[A-Za-z0-9_][-._A-Za-z0-9]*/)*[A-Za-z0-9_][-._A-Za-z0-9]*$";
const ref = new RegExp(refPattern);
const longestComponent = 255;
/** It becomes a path below the repository, and paths end at 4096 bytes. */
const longest = 1024;

/** Rule for `ref`: a name that ostree accepts. */
export function refFaults(text: string): readonly TextFault[] {
  const allowed =
    "letters, digits, `_`, `.`, `-`, in parts separated by `/`; a part begins with a letter, digit or `_`";
  if (text.length > longest)
    return [
      {
        message: `the ref has ${text.length} characters`,
        allowed: `at most ${longest}`,
        hint: "Shorten it.",
      },
    ];
  if (ref.test(text)) {
    const long = text.split("/").find((part) => part.length > longestComponent);
    if (long === undefined) return [];
    const message = `a part of the ref has ${long.length} characters`;
    return [
      {
        message,
        allowed: `at most ${longestComponent} characters a part`,
        hint: "Shorten it.",
        within: long,
      },
    ];
  }
  const hint = text.includes(":")
    ? "Leave the name of the remote away: hosts choose it."
    : "Write it as `debian/trixie/amd64/minimal`.";
  return [{ message: `${quoted(text)} is not a name that ostree accepts for a ref`, allowed, hint }];
}
