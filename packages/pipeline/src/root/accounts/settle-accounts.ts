import { DebootcError } from "@debootc/core/error/debootc-error";
import { canonicalAccounts } from "@debootc/core/ids/account-files";
import { checkIds, type IdsFinding } from "@debootc/core/ids/check-ids";
import { sysusersLines } from "@debootc/core/ids/sysusers";
import type { LockedIds } from "@debootc/core/lock/lock";
import { readAccountFiles, writeAccountFiles } from "./root-accounts.ts";
import type { RootDirectory } from "../../tree/root-directory.ts";

/** Puts the account files into canonical order, refuses drifted ids and writes sysusers.d for all accounts. Throws `ids-drifted`. */
export async function settleAccounts(
  root: RootDirectory,
  seeded: LockedIds,
  ofTreefile: ReadonlySet<string>,
  timestamp: number,
): Promise<IdsFinding> {
  const accounts = await readAccountFiles(root);
  const base = {
    passwd: (await root.readText("/usr/share/base-passwd/passwd.master")) ?? "",
    group: (await root.readText("/usr/share/base-passwd/group.master")) ?? "",
  };
  const finding = checkIds(accounts, seeded, base, ofTreefile);
  if (finding.drifted.length > 0) {
    throw new DebootcError(
      "ids-drifted",
      `system accounts did not get their recorded ids:\n  ${finding.drifted.join("\n  ")}`,
      {
        hint: "A package asks for a fixed id of its own. Record the new ids with `debootc lock --ids`, and mind files of the old id on hosts.",
      },
    );
  }
  const canonical = canonicalAccounts(accounts, Math.floor(timestamp / 86_400));
  await writeAccountFiles(root, canonical);
  const lines = [
    "# Every account of this image, with the ids its files have. Written by debootc.",
    ...sysusersLines(canonical),
  ];
  // Sorts before the packages' own files: of two lines for one name, systemd-sysusers takes the first.
  await root.writeFile("/usr/lib/sysusers.d/00-debootc.conf", `${lines.join("\n")}\n`);
  return finding;
}
