import { DebootcError } from "@debootc/core/error/debootc-error";
import type { PackageSource } from "@debootc/core/treefile/resolved-treefile";
import { readFile } from "node:fs/promises";

const begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
const end = "-----END PGP PUBLIC KEY BLOCK-----";

/** The key of a source in ASCII armour; undefined for a trusted source. Throws `trust-refused` when there is none. */
export async function readSourceKey(source: PackageSource): Promise<string | undefined> {
  const { id, signedBy, trusted } = source;
  if (signedBy === undefined) {
    if (trusted) return undefined;
    throw new DebootcError("trust-refused", `source ${id}: no key is given to check its signature with`, {
      hint: `Add \`signed-by\` with the key, or \`trusted: true\` to take ${id} without a signature.`,
    });
  }
  return armoured(signedBy.includes(begin) ? Buffer.from(signedBy) : await readKeyFile(id, signedBy));
}

async function readKeyFile(id: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new DebootcError("trust-refused", `source ${id}: the key file ${path} cannot be read`, {
      hint: "`signed-by` takes the path of an OpenPGP public key, or the ASCII-armoured key itself.",
      cause: error,
    });
  }
}

/** Armour as of RFC 9580, 6, without the checksum that it makes optional. */
function armoured(key: Buffer): string {
  const text = key.toString();
  const start = text.indexOf(begin);
  if (start !== -1) return text.slice(start, text.indexOf(end) + end.length).replaceAll("\r", "");
  return [begin, "", ...(key.toString("base64").match(/.{1,64}/g) ?? []), end].join("\n");
}
