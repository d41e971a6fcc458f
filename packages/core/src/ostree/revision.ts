import { quoted } from "../text/quoted.ts";
import { refFaults } from "../treefile/keys/commit/ref.ts";
import type { TextFault } from "../document/text-schema.ts";

const checksum = /^[0-9a-f]{64}$/;

/** Checks what names a commit: a ref, a checksum, or either of them with `^` for the parent. */
export function revisionFaults(text: string): readonly TextFault[] {
  const base = text.replace(/\^+$/, "");
  if (checksum.test(base)) return [];
  const [fault] = refFaults(base);
  if (fault === undefined) return [];
  const allowed =
    "a ref such as debian/trixie/amd64/minimal, a checksum of 64 digits, or either of them with ^";
  return [{ message: `${quoted(text)} does not name a commit`, allowed }];
}
