import { DebootcError } from "@debootc/core/error/debootc-error";
import type { AccountFiles } from "@debootc/core/ids/account-files";
import type { RootDirectory } from "../../tree/root-directory.ts";

const files = ["passwd", "group", "shadow", "gshadow"] as const;

/** The account files of a root. Throws `layout-impossible` for a root without users or groups. */
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

/** Puts new text into files that are there; owners and modes stay. */
export async function writeAccountFiles(root: RootDirectory, accounts: AccountFiles): Promise<void> {
  for (const name of files) {
    const text = accounts[name];
    if (text !== undefined) await root.rewriteFile(`/etc/${name}`, text);
  }
}
