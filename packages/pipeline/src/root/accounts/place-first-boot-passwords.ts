import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RootDirectory } from "../../tree/root-directory.ts";

const script = "/usr/lib/debootc/set-passwords";
const units = "/usr/lib/systemd/system";
const unit = "debootc-passwords.service";

/**
 * Lets accounts get their passwords on the machine, as hashes in systemd's credentials (docs/login.md). Enabled by a link in
 * /usr, so that a local /etc neither loses nor keeps it.
 */
export async function placeFirstBootPasswords(
  root: RootDirectory,
  accounts: readonly string[],
): Promise<void> {
  if (accounts.length === 0) return;
  await root.writeFile(script, await readFile(join(import.meta.dirname, "set-passwords.sh")), 0o755);
  await root.writeFile(`${units}/${unit}`, unitText(accounts));
  await root.makeLink(`${units}/multi-user.target.wants/${unit}`, `../${unit}`);
}

function unitText(accounts: readonly string[]): string {
  return `[Unit]
Description=Give accounts without a password the one of this machine
After=systemd-sysusers.service
Before=systemd-user-sessions.service

[Service]
Type=oneshot
RemainAfterExit=yes
${accounts.map((name) => `LoadCredential=passwd.hashed-password.${name}\n`).join("")}ExecStart=${script} ${accounts.join(" ")}
`;
}
