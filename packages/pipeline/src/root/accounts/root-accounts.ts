import { DebootcError } from "@debootc/core/error/debootc-error";
import { type AccountFiles, parseGroup, parsePasswd } from "@debootc/core/ids/account-files";
import type { RootDirectory } from "../../tree/root-directory.ts";

const files = ["passwd", "group", "shadow", "gshadow"] as const;

/** Reads the account files of a root. Throws `layout-impossible` for a root without users or groups. */
export async function readAccountFiles(root: RootDirectory): Promise<AccountFiles> {
  const [passwd, group, shadow, gshadow] = await Promise.all(
    files.map((name) => root.readText(`/etc/${name}`)),
  );
  if (passwd === undefined || group === undefined) {
    throw new DebootcError("layout-impossible", "the root has no /etc/passwd or no /etc/group", {
      hint: "base-passwd makes them; do not remove them.",
    });
  }
  return { passwd, group, shadow, gshadow };
}

/** Returns the names of all users and groups of a root. */
export async function accountNames(root: RootDirectory): Promise<ReadonlySet<string>> {
  const { passwd, group } = await readAccountFiles(root);
  return new Set([...parsePasswd(passwd), ...parseGroup(group)].map(({ name }) => name));
}

/** Writes new text into account files that exist; owners and modes stay. */
export async function writeAccountFiles(root: RootDirectory, accounts: AccountFiles): Promise<void> {
  for (const name of files) {
    const text = accounts[name];
    if (text !== undefined) await root.rewriteFile(`/etc/${name}`, text);
  }
}
