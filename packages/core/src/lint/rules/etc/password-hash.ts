import { kindOfPassword } from "../../parse/kind-of-password.ts";
import type { LintRule } from "../lint-rule.ts";

const files = ["/etc/shadow", "/etc/gshadow", "/etc/passwd", "/etc/group"];

export const passwordHash: LintRule = {
  name: "password-hash",
  level: "error",
  summary: "no account has a password, or an empty one, in the image",
  why: "All machines have the same password, and whoever has the image can crack it at leisure. An empty password lets anyone in.",
  remedy:
    "Lock the account (passwd -l) and give it a password or an ssh key when the machine is installed, by cloud-init, Ignition or systemd credentials.",
  reads: /^\/etc\/g?(shadow|passwd|group)$/,
  *check({ tree }) {
    const hasShadow = tree.text("/etc/shadow") !== undefined;
    for (const path of files) {
      for (const line of (tree.text(path) ?? "").split("\n")) {
        const [name = "", password, ...others] = line.split(":");
        if (password === undefined || others.length === 0 || /^[#+-]/.test(line)) continue;
        const kind = kindOfPassword(password);
        if (kind === "hash") yield { path, message: `has a password for ${name}` };
        // For a group, an empty field means that it has no password.
        else if (kind === "empty" && (path === "/etc/shadow" || (path === "/etc/passwd" && !hasShadow))) {
          yield { path, message: `lets ${name} in without a password` };
        }
      }
    }
  },
};
