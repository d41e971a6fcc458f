import type { TextFault } from "../../../document/text-schema.ts";
import { quoted } from "../../../text/quoted.ts";

/** Says that sudo asks for no password. */
export const withoutPassword = "nopasswd";

/** Says what a treefile has instead of a password. */
export const firstBoot = "first-boot";

/** Returns whether sudo asks an account for its password; undefined for one without sudo. */
export function sudoOf(given: string | boolean): "password" | typeof withoutPassword | undefined {
  if (given === false) return undefined;
  return given === true ? "password" : withoutPassword;
}

/** Checks a word about sudo. */
export function sudoFaults(text: string): readonly TextFault[] {
  if (text === withoutPassword) return [];
  const hint = `Write \`sudo: ${withoutPassword}\` for an account that logs in by a key: it has no password to ask for.`;
  return [
    { message: `${quoted(text)} says nothing of sudo`, allowed: `true, false, ${withoutPassword}`, hint },
  ];
}

/** Refuses a password, and does not show it. */
export function passwordFaults(value: unknown): readonly TextFault[] {
  if (value === firstBoot) return [];
  const message =
    "a treefile holds no password, not even as a hash: it is in a repository, in every image, and the same on all machines";
  const hint = `Write \`password: ${firstBoot}\`: each machine gets its own as a hash, see docs/login.md. Renew the one that was written here.`;
  return [{ message, given: "a value that is not shown", allowed: firstBoot, hint }];
}
