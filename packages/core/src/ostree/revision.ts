import { quoted } from "../text/quoted.ts";
import { refFaults } from "../treefile/keys/ostree-ref.ts";
import type { TextFault } from "../document/text-schema.ts";

const checksum = /^[0-9a-f]{64}$/;

/** Rule for what names a commit: a ref, a checksum, or one of them with `^` for the parent. */
export function revisionFaults(text: string): readonly TextFault[] {
  const base = text.replace(/\^+$/, "");
  if (checksum.test(base)) return [];
  const [fault] = refFaults(base);
  if (fault === undefined) return [];
  const allowed = "a ref such as debian/trixie/amd64/minimal, a checksum of 64 digits, or one of them and ^";
  return [{ message: `${quoted(text)} names no commit`, allowed }];
}
