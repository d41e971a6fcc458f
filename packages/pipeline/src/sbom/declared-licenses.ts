import { copyrightLicense } from "@debootc/core/sbom/copyright-license";
import type { LicenseExpression } from "@debootc/core/sbom/license-expression";
import pLimit from "p-limit";
import type { RootDirectory } from "../tree/root-directory.ts";

/** The longest one of Debian, of a browser, has half of it. */
const copyrightLimit = 2 * 1024 * 1024;

/** Returns what the copyright files of packages declare, by their names; a root without documentation may have none. */
export async function declaredLicenses(
  root: RootDirectory,
  names: Iterable<string>,
): Promise<ReadonlyMap<string, LicenseExpression>> {
  const atOnce = pLimit(16);
  const found = await Promise.all(
    [...new Set(names)].map((name) =>
      atOnce(async () => {
        // Never a name that leads elsewhere: dpkg knows none, but a script may have written into its database.
        if (!/^[a-z0-9][a-z0-9+.-]*$/.test(name)) return [];
        const text = await root.readTextUpTo(copyrightLimit, `/usr/share/doc/${name}/copyright`);
        const license = text === undefined ? undefined : copyrightLicense(text);
        return license === undefined ? [] : [[name, license] as const];
      }),
    ),
  );
  return new Map(found.flat());
}
