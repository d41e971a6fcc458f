import { baseGroups, baseUsers, systemGroups, systemUsers } from "../../../debian/system-accounts.ts";
import type { TextFault } from "../../../document/text-schema.ts";
import { quoted } from "../../../text/quoted.ts";

/** Describes the names of accounts, for editors. */
export const accountNamePattern = "^[a-z][a-z0-9_-]{0,31}$";

/** Tells whether a name can be that of an account of a treefile. */
export function isFreeAccountName(name: string): boolean {
  return accountNameFaults(name).length === 0 && takenBy(name) === undefined;
}

/** Checks the name of an account. */
export function accountNameFaults(text: string): readonly TextFault[] {
  if (new RegExp(accountNamePattern).test(text)) return [];
  const allowed = "a lower-case letter, then lower-case letters, digits, `_` and `-`; 32 at most";
  return [{ message: `${quoted(text)} cannot be the name of an account`, allowed, hint: "Choose another." }];
}

/** Says what of Debian has the name already: an account comes with a group of the same name. */
export function takenBy(name: string): string | undefined {
  const has = (accounts: readonly { readonly name: string }[]) =>
    accounts.some((account) => account.name === name);
  if (baseUsers.includes(name) || has(systemUsers)) return "an account";
  return baseGroups.includes(name) || has(systemGroups) ? "a group" : undefined;
}

/** Checks the full name of an account. */
export function fullNameFaults(text: string): readonly TextFault[] {
  if (/^[^:\r\n]*$/.test(text)) return [];
  return [{ message: "the full name contains a colon or a line break", allowed: "one line without `:`" }];
}
