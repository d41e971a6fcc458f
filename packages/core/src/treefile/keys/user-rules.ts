import { systemUsers } from "../../debian/system-accounts.ts";
import type { Path } from "../../document/position-map.ts";
import { quoted } from "../../text/quoted.ts";
import type { Fault } from "../../document/document-file.ts";

/** Accounts that Debian's base-passwd makes in every system, beside root. */
const baseUsers =
  "daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats _apt nobody".split(
    " ",
  );

/** What the keys of one user ask of each other. Keys of the wrong type are left to the schema. */
export function userFaults(user: unknown, path: Path): readonly Fault[] {
  if (typeof user !== "object" || user === null || Array.isArray(user)) return [];
  const { name, ...rest } = user as Record<string, unknown>;
  if (name === "root") {
    const allowed = "`ssh-authorized-keys`";
    const message = "root is an account of every image and may only be given keys";
    return Object.keys(rest)
      .filter((key) => ["uid", "gecos", "groups", "shell"].includes(key))
      .map((key) => ({ path: [...path, key], atKey: true, message, allowed, hint: "Remove it." }));
  }
  if (typeof name !== "string") return [];
  if (baseUsers.includes(name) || systemUsers.some((account) => account.name === name)) {
    const message = `${quoted(name)} is an account of Debian's own`;
    return [{ path: [...path, "name"], message, hint: "Choose another name." }];
  }
  if (rest["uid"] !== undefined) return [];
  const message = `the account ${quoted(name)} has no uid`;
  const hint = "Write `uid: 1000`, a number that the account keeps in all images to come.";
  return [{ path, message, allowed: "`uid` with a number from 1000 on", hint }];
}
