import { sshKeyFaults } from "@debootc/core/treefile/keys/system/ssh-key";
import { readdir, readFile } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";

/** Describes who starts debootc. */
interface Person {
  readonly user: string;
  /** Public keys for ssh, as lines of authorized_keys. */
  readonly keys: readonly string[];
}

/** The names that ssh gives to keys of its own accord, the best first. */
const usual = ["id_ed25519.pub", "id_ed25519_sk.pub", "id_ecdsa.pub", "id_ecdsa_sk.pub", "id_rsa.pub"];

/** Returns who starts debootc, with the public key that ssh would try first. */
export async function personHere(home: string = homedir()): Promise<Person> {
  const directory = join(home, ".ssh");
  const names = new Set(await readdir(directory).catch(() => []));
  for (const name of usual.filter((one) => names.has(one))) {
    const key = (await readFile(join(directory, name), "utf8").catch(() => "")).trim();
    if (sshKeyFaults(key).length === 0) return { user: userInfo().username, keys: [key] };
  }
  return { user: userInfo().username, keys: [] };
}
