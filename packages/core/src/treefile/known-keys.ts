import { debianArchitectures } from "../debian/debian-architecture.ts";
import { debianNameOf } from "../debian/architecture-name.ts";
import { unknownKeyFault } from "../document/schema-faults.ts";
import { treefileKeys } from "./schema.ts";
import type { Fault } from "../document/document-file.ts";

/** Words of rpm-ostree and of other builders whose meaning has another name here. */
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

/** Why a key of a treefile cannot be read; undefined for one that can. */
export function keyFault(key: string): Fault | undefined {
  if ((treefileKeys as readonly string[]).includes(key)) return undefined;
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
  const keys = treefileKeys.filter((name) => !name.startsWith("packages-"));
  const fault = unknownKeyFault(path, [...keys, "packages-<architecture>"]);
  const comment = key.startsWith("//") ? "A comment begins with `#`." : undefined;
  const hint = comment ?? wordsElsewhere.get(key) ?? fault.hint;
  return hint === undefined ? fault : { ...fault, hint };
}
