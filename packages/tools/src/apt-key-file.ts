import { DebootcError } from "@debootc/core/error/debootc-error";
import type { PackageSource } from "@debootc/core/treefile/resolved-treefile";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const armour = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

/**
 * Puts the key of a source into a file of its own, named so that apt knows its form: `.asc` for ASCII armour,
 * `.gpg` for binary. Undefined for a source without a key. Throws `trust-refused` when there is no such key.
 */
export async function writeKeyFile(
  source: PackageSource,
  directory: string,
  name: string,
): Promise<string | undefined> {
  if (source.signedBy === undefined) {
    if (source.trusted) return undefined;
    throw new DebootcError(
      "trust-refused",
      `source ${source.id}: no key is given to check its signature with`,
      {
        hint: `Add \`signed-by\` with the key, or \`trusted: true\` to take ${source.id} without a signature.`,
      },
    );
  }
  const key = source.signedBy.includes(armour)
    ? Buffer.from(source.signedBy)
    : await readKey(source, source.signedBy);
  const file = join(directory, `${name}${key.includes(armour) ? ".asc" : ".gpg"}`);
  await writeFile(file, key);
  return file;
}

async function readKey({ id }: PackageSource, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new DebootcError("trust-refused", `source ${id}: the key file ${path} cannot be read`, {
      hint: "`signed-by` takes the path of an OpenPGP public key, or the ASCII-armoured key itself.",
      cause: error,
    });
  }
}
