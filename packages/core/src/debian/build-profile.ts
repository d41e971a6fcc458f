import { quoted } from "../text/quoted.ts";
import type { TextFault } from "../document/text-schema.ts";

/** Debian Policy 7.1 and the specification of build profiles, https://wiki.debian.org/BuildProfileSpec */
export const profilePattern = "^[a-z0-9][a-z0-9.+-]*$";

/** Rule for the name of a build profile. */
export function profileFaults(text: string): readonly TextFault[] {
  if (new RegExp(profilePattern).test(text)) return [];
  const allowed = "lower-case letters, digits, `+`, `-` and `.`";
  return [{ message: `${quoted(text)} is not a build profile`, allowed }];
}
