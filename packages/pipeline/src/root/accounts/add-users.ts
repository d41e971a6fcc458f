import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { accountConflicts } from "@debootc/core/ids/account-conflicts";
import { addAccounts, type NewAccount } from "@debootc/core/ids/account-files";
import type { Placed, RootPlan } from "@debootc/core/plan/root-plan";
import { placeFirstBootPasswords } from "./place-first-boot-passwords.ts";
import { readAccountFiles, writeAccountFiles } from "./root-accounts.ts";
import type { RootDirectory } from "../../tree/root-directory.ts";

/** Where sshd finds the keys that belong to the image; an update of the image takes a key away again. */
const keyDirectory = "/usr/lib/debootc/authorized-keys";

interface Accounts {
  readonly users: readonly Placed<RootPlan["users"][number]>[];
  readonly sshKeys: RootPlan["sshKeys"];
  /** Accounts that get a password on the machine. */
  readonly passwords: RootPlan["passwords"];
}

/**
 * Makes the treefile's accounts, and lets sshd accept their keys. A home is made on the machine, from its /etc/skel.
 * Throws `treefile-invalid` with everything that the image has no room for.
 */
export async function addUsers(root: RootDirectory, { users, sshKeys, passwords }: Accounts): Promise<void> {
  const before = await readAccountFiles(root);
  const accounts = users.map((user) => ({ ...user, home: user.home ?? `/home/${user.name}` }));
  const diagnostics: Diagnostic[] = [];
  for (const { origin, ...account } of accounts) {
    const faults = [...accountConflicts(account, before), ...(await shellFault(root, account))];
    for (const fault of faults)
      diagnostics.push({ severity: "error", code: "treefile-invalid", ...origin, key: "users", ...fault });
  }
  if (diagnostics.length > 0) {
    throw new DebootcError("treefile-invalid", "accounts of the treefile cannot be made", { diagnostics });
  }
  if (accounts.length > 0) {
    await writeAccountFiles(root, addAccounts(before, accounts));
    const people = users.filter(({ home }) => home === undefined);
    const homes = people.map(({ name }) => `C /var/home/${name} 0700 ${name} ${name} - /etc/skel\n`);
    if (homes.length > 0) await root.writeFile("/usr/lib/tmpfiles.d/debootc-users.conf", homes.join(""));
  }
  await allowSudo(root, users);
  await placeFirstBootPasswords(root, passwords);
  const keysOf = Object.entries(sshKeys);
  if (keysOf.length === 0) return;
  for (const [user, keys] of keysOf)
    await root.writeFile(`${keyDirectory}/${user}`, keys.map((key) => `${key}\n`).join(""));
  await root.writeFile(
    "/etc/ssh/sshd_config.d/20-debootc-users.conf",
    `AuthorizedKeysFile .ssh/authorized_keys .ssh/authorized_keys2 ${keyDirectory}/%u\n`,
  );
}

/** The group `sudo` has a rule of Debian's, which asks for the password; only accounts that are not asked need one. */
async function allowSudo(root: RootDirectory, users: Accounts["users"]): Promise<void> {
  const rules = users
    .filter(({ sudo }) => sudo === "nopasswd")
    .map(({ name }) => `${name} ALL=(ALL:ALL) NOPASSWD: ALL\n`);
  if (rules.length > 0) await root.writeFile("/etc/sudoers.d/debootc-users", rules.join(""), 0o440);
}

async function shellFault(root: RootDirectory, { name, shell }: NewAccount) {
  // What is not there lets nobody in either.
  if (shell === "/usr/sbin/nologin") return [];
  if (await root.exists(await root.resolve(shell))) return [];
  const hint = "Add the package that ships it, or write another `shell`.";
  return [{ message: `the login shell ${shell} of ${name} is not in the image`, hint }];
}
