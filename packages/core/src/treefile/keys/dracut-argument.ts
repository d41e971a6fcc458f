import { quoted } from "../../text/quoted.ts";
import type { TextFault } from "../../document/text-schema.ts";

/** Options of dracut(8) that say what is in an initramfs and leave the rest to debootc. */
const withValue = new Set([
  "add",
  "add-drivers",
  "drivers",
  "filesystems",
  "force-add",
  "force-drivers",
  "fscks",
  "fwdir",
  "install",
  "install-optional",
  "kernel-cmdline",
  "libdirs",
  "omit",
  "omit-drivers",
  "persistent-policy",
]);
const switches = new Set([
  "aggressive-strip",
  "early-microcode",
  "lvmconf",
  "mdadmconf",
  "no-early-microcode",
  "no-hostonly",
  "nofscks",
  "nolvmconf",
  "nomdadmconf",
  "nostrip",
  "reproducible",
  "ro-mnt",
  "strip",
  "verbose",
]);

const perMachine = "It would make an initramfs for the machine that composes.";
const ours = "debootc decides it: remove the item.";
const reasons: ReadonlyMap<string, string> = new Map([
  ["-H", perMachine],
  ["--hostonly", perMachine],
  ["--hostonly-cmdline", perMachine],
  ["--hostonly-mode", perMachine],
  ["--add-fstab", perMachine],
  ["--add-device", perMachine],
  ["--mount", perMachine],
  ["-m", "It takes the place of the modules that a system of ostree needs: write `--add=`."],
  ["--modules", "It takes the place of the modules that a system of ostree needs: write `--add=`."],
  ["--include", "Put the file into the image with `add-files`, and its path here: `--install=/usr/...`."],
  ["-a", "Write `--add=NAME`."],
  ["-o", "Write `--omit=NAME`."],
  ["-I", "Write `--install=/usr/...`."],
  ...["-f", "--force", "--kver", "--zstd", "--xz", "--gzip", "--compress", "--no-compress", "--kmoddir"].map(
    (option) => [option, ours] as const,
  ),
]);

/** Rule for an item of `initramfs-args`: one argument of dracut, its value behind `=`. */
export function dracutArgumentFaults(text: string): readonly TextFault[] {
  const allowed = [...withValue].map((name) => `--${name}=`).concat([...switches].map((name) => `--${name}`));
  const fault = (message: string, hint: string): readonly TextFault[] => [
    { message, allowed: allowed.join(", "), hint },
  ];
  const elsewhere = "Other settings go into a file of /etc/dracut.conf.d, which `add-files` can put there.";
  if (/[\r\n]/.test(text)) return fault("the argument has several lines", "Write one item an argument.");
  const { option = text, value } = /^(?<option>--?[^=\s]*)(?:[=\s](?<value>.*))?$/.exec(text)?.groups ?? {};
  const name = option.replace(/^--/, "");
  if (!option.startsWith("-")) {
    return fault(`${quoted(text)} is not an option`, "Write a value behind its option: `--add=crypt`.");
  }
  if (!option.startsWith("--") || (!withValue.has(name) && !switches.has(name)))
    return fault(`${quoted(option)} is not passed on to dracut`, reasons.get(option) ?? elsewhere);
  if (switches.has(name)) {
    return value === undefined ? [] : fault(`${quoted(option)} takes no value`, `Write \`${option}\`.`);
  }
  if (value === undefined || value.trim() === "")
    return fault(`${quoted(option)} has no value`, `Write \`${option}=VALUE\` as one item.`);
  if (!text.startsWith(`${option}=`))
    return fault(`${quoted(text)} is not one argument`, `Write \`${option}=${value}\`.`);
  const needed = /^(omit|omit-drivers)$/.test(name) && value.split(/[\s,]+/).find((word) => needs.has(word));
  if (needed) return fault(`no system of ostree boots without ${needed}`, "Leave it in.");
  return [];
}

const needs: ReadonlySet<string> = new Set(["base", "ostree", "systemd", "systemd-initrd", "rootfs-block"]);
