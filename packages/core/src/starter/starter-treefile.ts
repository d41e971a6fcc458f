import { isFreeAccountName } from "../treefile/keys/system/account-name.ts";
import { type StarterTemplate, starterTemplates } from "./starter-template.ts";

const loginPage = "https://github.com/debootc/compose/blob/v1/docs/login.md";

interface Starter {
  readonly template: StarterTemplate;
  /** Name of the directory, from which that of the system is made. */
  readonly directory: string;
  /** Who gets an account: a name of this machine, perhaps one that no image can have. */
  readonly user: string;
  /** Lines of authorized_keys; none where this machine has no key. */
  readonly keys: readonly string[];
}

/** Writes the treefile of a new directory: what is known of the system, and as comments what is likely to be wanted. */
export function starterTreefile({ template, directory, user, keys }: Starter): string {
  const { treefile, what, isSeated } = starterTemplates[template];
  const name = systemName(directory);
  return `# yaml-language-server: $schema=treefile.schema.json
# ${what}. What is written here wins over ${treefile}; lists are added to its lists.
include:
  - ${treefile}
${isSeated ? "" : machineIncludes}
# Machines follow this name for updates.
ref: ${name}/\${suite}/\${basearch}/system

# Names of packages, as apt has them; exclude-packages takes one back that ${treefile} names.
packages:
  - sudo
# exclude-packages: [less]

${accountText(user, keys, isSeated)}
# What all machines have. They keep a name that is given on the machine.
# hostname: ${name}
# timezone: Europe/Lisbon          # needs the package tzdata
# locale: pt_PT.UTF-8              # needs the package locales
# keyboard: pt                     # needs the package console-setup

# Files next to this one, and services.
# add-files:
#   - [files/app.service, /usr/lib/systemd/system/app.service]
# units: [app.service]

# Arguments of the kernel; remove-kernel-arguments takes back those that ${treefile} gives.
# kernel-arguments: [quiet]

disk:
  boot-loader: grub
  size: ${isSeated ? "16G" : "8G"}

container:
  title: ${name}
`;
}

const machineIncludes = `  # For a real machine instead of a virtual one:
  # - include/hardware.yaml
  # - include/firmware.yaml
  # - include/microcode.yaml
`;

/** Returns a name for refs and machines that resembles that of a directory. */
function systemName(directory: string): string {
  const name = directory
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return name === "" || name.startsWith("localhost") ? "mine" : name;
}

function accountText(user: string, keys: readonly string[], isSeated: boolean): string {
  const name = isFreeAccountName(user) ? user : "admin";
  const password = "    # Each machine gets its own, as a hash.\n    password: first-boot\n";
  const account = (sudo: string, rest: string) =>
    `# Who logs in. Passwords are in no image: ${loginPage}\nusers:\n  - name: ${name}\n    uid: 1000\n    sudo: ${sudo}\n${rest}`;
  const keyLines = keys.map((key) => `      - ${JSON.stringify(key)}\n`).join("");
  const keyText = keys.length === 0 ? "" : `    ssh-authorized-keys:\n${keyLines}`;
  if (isSeated) return account("true", password + keyText);
  if (keys.length > 0) return account("nopasswd", keyText);
  const hint =
    "    # A key to log in by ssh: the line of a file that ends in .pub, which `ssh-keygen` makes.\n";
  return account(
    "true",
    `${hint}    # ssh-authorized-keys: [ssh-ed25519 AAAA... me@example.org]\n${password}`,
  );
}
