import { DebootcError } from "../error/debootc-error.ts";
import type { Diagnostic } from "../error/diagnostic.ts";
import { closestWord } from "../text/closest-word.ts";
import type { Origin } from "../document/origin.ts";
import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import type { LockSection } from "./lock.ts";
import { missingParts } from "./missing-parts.ts";

/**
 * Checks what a treefile says about packages against the chosen ones. Throws `treefile-invalid` with the place of
 * everything that refers to a package outside the set, before any package is fetched.
 */
export function checkSelection(
  treefile: ResolvedTreefile,
  { packages }: Pick<LockSection, "packages">,
): void {
  const names = new Set(packages.map(({ name }) => name));
  const absent = (key: string, name: string, origin: Origin, hint: string): Diagnostic[] => {
    if (names.has(name)) return [];
    const near = closestWord(name, names);
    const message = `the package ${name} is not in the image`;
    return [fault(key, origin, message, near === undefined ? hint : `Did you mean \`${near}\`? ${hint}`)];
  };
  const diagnostics = [
    ...treefile.debconf.flatMap(({ package: name, origin }) =>
      absent("debconf", name, origin, "Add it to `packages`, or remove the answer."),
    ),
    ...treefile.sshKeys.flatMap(({ origin }) =>
      absent("users", "openssh-server", origin, "Add it to `packages`: it reads the keys."),
    ),
    ...(treefile.ostreeRemote === undefined
      ? []
      : absent(
          "ostree-remote",
          "ostree",
          treefile.ostreeRemote.origin,
          "Add it to `packages`: it fetches updates.",
        )),
    ...treefile.removeFromPackages.flatMap(({ package: name, origin }) =>
      absent("remove-from-packages", name, origin, "There is nothing to remove: delete the item."),
    ),
    ...missingParts(treefile, packages).map(({ key, origin, message, hint }) =>
      fault(key, origin, message, hint),
    ),
  ];
  if (diagnostics.length === 0) return;
  throw new DebootcError(
    "treefile-invalid",
    `the treefile ${treefile.name} does not match the chosen packages`,
    { diagnostics },
  );
}

function fault(key: string, origin: Origin, message: string, hint: string): Diagnostic {
  return { severity: "error", code: "treefile-invalid", ...origin, key, message, hint };
}
