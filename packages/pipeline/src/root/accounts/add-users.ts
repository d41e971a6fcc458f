import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { accountConflicts } from "@debootc/core/ids/account-conflicts";
import { addAccounts, type NewAccount } from "@debootc/core/ids/account-files";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { readAccountFiles, writeAccountFiles } from "./root-accounts.ts";
import type { RootDirectory } from "../../tree/root-directory.ts";

/** Where sshd finds the keys that belong to the image; an update of the image takes a key away again. */
const keyDirectory = "/usr/lib/debootc/authorized-keys";

/**
 * Makes the treefile's accounts, and lets sshd accept their keys. A home is made on the machine, from its /etc/skel.
 * Throws `treefile-invalid` with everything that the image has no room for.
 */
export async function addUsers(
  root: RootDirectory,
  { users, sshKeys }: Pick<ResolvedTreefile, "users" | "sshKeys">,
): Promise<void> {
  const before = await readAccountFiles(root);
  const accounts = users.map(({ origin, ...user }) => ({ ...user, home: `/home/${user.name}`, origin }));
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
    const homes = accounts.map(({ name }) => `C /var/home/${name} 0700 ${name} ${name} - /etc/skel\n`);
    await root.writeFile("/usr/lib/tmpfiles.d/debootc-users.conf", homes.join(""));
  }
  if (sshKeys.length === 0) return;
  for (const { user, keys } of sshKeys)
    await root.writeFile(`${keyDirectory}/${user}`, keys.map((key) => `${key}\n`).join(""));
  await root.writeFile(
    "/etc/ssh/sshd_config.d/20-debootc-users.conf",
    `AuthorizedKeysFile .ssh/authorized_keys .ssh/authorized_keys2 ${keyDirectory}/%u\n`,
  );
}

async function shellFault(root: RootDirectory, { name, shell }: NewAccount) {
  if (await root.exists(await root.resolve(shell))) return [];
  const hint = "Add the package that ships it, or write another `shell`.";
  return [{ message: `the login shell ${shell} of ${name} is not in the image`, hint }];
}
