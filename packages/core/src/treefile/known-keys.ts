import { debianArchitectures } from "../debian/debian-architecture.ts";
import { debianNameOf } from "../debian/architecture-name.ts";
import { unknownKeyFault } from "../document/schema-faults.ts";
import { treefileKeyNames } from "./treefile-keys.ts";
import type { Fault } from "../document/document-file.ts";

/** What to write instead of words that rpm-ostree and other builders use. */
const wordsElsewhere = new Map([
  ["repos", "Debian's archive follows from `suite` and `mirror`; name others under `sources`."],
  ["releasever", "Write `suite`."],
  ["release", "Write `suite`."],
  ["basearch", "The architecture is an option of the command: --arch."],
  ["architecture", "The architecture is an option of the command: --arch."],
  ["gpg-key", "Keys belong to their source: `sources`, `signed-by`."],
  ["container-cmd", "Write `container: {cmd: [...]}`."],
  ["labels", "Write `container: {labels: ...}`."],
  ["kargs", "Write `kernel-arguments`."],
  ["includes", "Write `include`."],
  ["services", "Write `units`."],
  ["files", "Write `add-files`."],
  ["selinux", "Debian images carry no SELinux labels: remove it."],
]);

/** Says why a treefile cannot have a key that is none of `treefileKeys`. */
export function keyFault(key: string): Fault {
  const path = [key];
  const architecture = /^packages-(.*)$/.exec(key)?.[1];
  if (architecture !== undefined) {
    const debian = debianNameOf(architecture);
    return {
      path,
      atKey: true,
      message: `\`${architecture}\` is not an architecture of Debian`,
      allowed: debianArchitectures.map((name) => `packages-${name}`).join(", "),
      ...(debian === undefined ? {} : { hint: `Did you mean \`packages-${debian}\`?` }),
    };
  }
  const keys = treefileKeyNames.filter((name) => !name.startsWith("packages-"));
  const comment = key.startsWith("//") ? "A comment begins with `#`." : undefined;
  return unknownKeyFault(path, [...keys, "packages-<architecture>"], comment ?? wordsElsewhere.get(key));
}
