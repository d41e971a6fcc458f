import type { LintRule } from "../lint-rule.ts";

const files = ["/etc/shadow", "/etc/gshadow", "/etc/passwd", "/etc/group"];

export const passwordHash: LintRule = {
  name: "password-hash",
  level: "error",
  summary: "no account has a password in the image, nor an empty one",
  why: "All machines have the same password, and who gets the image can guess at it in peace. An empty one lets anyone in.",
  remedy:
    "Lock the account (passwd -l) and give it a password or an ssh key when the machine is installed: cloud-init, Ignition, systemd credentials.",
  reads: /^\/etc\/g?(shadow|passwd|group)$/,
  *check({ tree }) {
    const hasShadow = tree.text("/etc/shadow") !== undefined;
    for (const path of files) {
      for (const line of (tree.text(path) ?? "").split("\n")) {
        const [name = "", password, ...others] = line.split(":");
        if (password === undefined || others.length === 0 || /^[#+-]/.test(line)) continue;
        const kind = kindOfPassword(password);
        if (kind === "hash") yield { path, message: `has a password for ${name}` };
        // Of a group, empty means that it has none.
        else if (kind === "empty" && (path === "/etc/shadow" || (path === "/etc/passwd" && !hasShadow))) {
          yield { path, message: `lets ${name} in without a password` };
        }
      }
    }
  },
};

/** crypt(5): what is no hash matches no password; a hash may stand behind a lock. */
function kindOfPassword(field: string): "hash" | "empty" | "none" {
  if (field === "") return "empty";
  const unlocked = field.replace(/^[!*]+/, "");
  return unlocked.startsWith("$") || unlocked.startsWith("_") || /^[./0-9A-Za-z]{13}$/.test(unlocked)
    ? "hash"
    : "none";
}
