import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../run.ts";

export interface SshKey {
  /** The file of the secret key, which only its owner can read. */
  readonly file: string;
  /** The public key as one line. */
  readonly publicKey: string;
}

/** Makes an ed25519 key without a passphrase in an existing directory, which the caller removes. */
export async function makeSshKey(directory: string, comment: string, signal: AbortSignal): Promise<SshKey> {
  const file = join(directory, "ssh-key");
  const args = ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file];
  await run({ tool: "ssh-keygen", args, signal });
  return { file, publicKey: (await readFile(`${file}.pub`, "utf8")).trim() };
}
