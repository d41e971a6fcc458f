import { DebootcError } from "@debootc/core/error/debootc-error";
import { readSecretKey, type SecretKey } from "@debootc/tools/keys/secret-key";
import { constants, fstatSync, readSync } from "node:fs";
import { open } from "node:fs/promises";

/** Where a secret comes from: never from the arguments themselves, which every process of the machine may read. */
interface KeySources {
  readonly gpgKeyFile?: readonly string[] | undefined;
  readonly gpgKeyFd?: number | undefined;
}

/** Secrets are small; a device has no end. */
const largestKey = 1024 * 1024;

/** Reads the keys to sign with. Throws `usage` for what cannot be read, `trust-refused` for what is no key to sign with. */
export async function readSigningKeys(
  { gpgKeyFile = [], gpgKeyFd }: KeySources,
  now: Date,
): Promise<SecretKey[]> {
  const keys = await Promise.all(
    gpgKeyFile.map(async (file) => readSecretKey(await readSecretFile(file), file, now)),
  );
  if (gpgKeyFd !== undefined) {
    const source = `file descriptor ${gpgKeyFd}`;
    keys.push(await readSecretKey(readDescriptor(gpgKeyFd, source), source, now));
  }
  return keys;
}

/** Throws `trust-refused` for a file that others than its owner may read. */
export async function readSecretFile(path: string): Promise<Uint8Array> {
  let handle: Awaited<ReturnType<typeof open>> | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOCTTY);
    const stat = await handle.stat();
    if (!stat.isFile() && !stat.isFIFO()) throw new Error("it is neither a file nor a pipe");
    if (stat.isFile() && (stat.mode & 0o077) !== 0) {
      throw new DebootcError(
        "trust-refused",
        `${path} may be read by others than its owner: its mode is ${(stat.mode & 0o777).toString(8).padStart(4, "0")}`,
        {
          hint: "A secret key is its owner's alone: chmod 600. If others could have read it, renew the key.",
        },
      );
    }
    return readDescriptor(handle.fd, path);
  } catch (error) {
    if (error instanceof DebootcError) throw error;
    throw new DebootcError("usage", `the key file ${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    await handle?.close();
  }
}

/** Reads a descriptor that whoever started debootc has opened. */
export function readDescriptor(descriptor: number, source: string): Uint8Array {
  const bytes = Buffer.alloc(largestKey + 1);
  let length = 0;
  try {
    fstatSync(descriptor);
    for (let read = 1; read > 0 && length < bytes.length; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
  } catch (error) {
    throw new DebootcError("usage", `${source} cannot be read: ${(error as Error).message}`, {
      hint: "Open it when debootc is started, such as: 3<key.asc",
      cause: error,
    });
  }
  if (length <= largestKey) return bytes.subarray(0, length);
  throw new DebootcError("usage", `${source} has more than ${largestKey} bytes, and is no key`);
}
