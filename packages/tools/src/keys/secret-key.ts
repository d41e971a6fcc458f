import { DebootcError } from "@debootc/core/error/debootc-error";
import { unarmoured } from "@debootc/core/openpgp/armour";
import { type ListedKey, parseKeyListing } from "@debootc/core/openpgp/key-listing";
import { join } from "node:path";
import { type Command, run, type Outcome } from "../run.ts";
import { type Bind, inMemory, memoryDirectory } from "../sandbox/sandbox.ts";

/** An OpenPGP key that can sign. Its bytes go to gpg by a pipe, and from there into memory alone. */
export interface SecretKey extends ListedKey {
  /** Not armoured. */
  readonly bytes: Uint8Array;
  /** What it was read from, for messages. */
  readonly source: string;
}

const env = { GNUPGHOME: memoryDirectory };
const script = join(import.meta.dirname, "../../data/with-secret-keys.sh");
const scriptInside = "/run/with-secret-keys";

/** Looks at a key before anything is done with it. Throws `trust-refused` when it is not one secret key that is valid now. */
export async function readSecretKey(content: Uint8Array, source: string, now: Date): Promise<SecretKey> {
  const refuse = (message: string, hint: string) => new DebootcError("trust-refused", message, { hint });
  const exported = "Export one with: gpg --armor --export-secret-keys FINGERPRINT";
  const bytes = unarmoured(new TextDecoder("latin1").decode(content), "PRIVATE") ?? content;
  const options = ["--batch", "--with-colons", "--import-options", "show-only", "--import"];
  const { stdout } = await run(
    inMemory({ tool: "gpg", args: options, input: bytes, accept: [0, 2] }, { env }),
  );
  const [key, ...others] = parseKeyListing(stdout);
  if (key === undefined) throw refuse(`${source} holds no OpenPGP key`, exported);
  if (!key.isSecret) throw refuse(`${source} holds a public key, which cannot sign`, exported);
  if (others.length > 0)
    throw refuse(`${source} holds ${others.length + 1} keys: which one signs is not clear`, exported);
  if (key.expires !== undefined && key.expires * 1000 <= now.getTime()) {
    throw refuse(
      `the key ${key.fingerprint} (${key.user}) in ${source} expired on ${new Date(key.expires * 1000).toISOString()}`,
      "Sign with a newer key; images must have its public part before they accept it.",
    );
  }
  return { ...key, bytes, source };
}

/** Runs a program that finds these keys, and no others, in the keyring of `memoryDirectory`. Throws `trust-refused`. */
export async function runWithSecretKeys(
  keys: readonly SecretKey[],
  command: Pick<Command, "tool" | "args" | "signal">,
  binds: readonly Bind[],
): Promise<Outcome> {
  const names = keys.map(({ fingerprint }) => fingerprint);
  const outcome = await run(
    inMemory(
      {
        ...command,
        tool: scriptInside,
        args: [...names, "--", command.tool, ...command.args],
        input: Buffer.concat(keys.map(({ bytes }) => bytes)),
        accept: [0, 40, 41],
      },
      { binds: [{ source: script, target: scriptInside }, ...binds], env },
    ),
  );
  if (outcome.exitCode === 0) return outcome;
  throw refusalOf(keys, outcome);
}

function refusalOf(keys: readonly SecretKey[], { stdout, stderr }: Outcome): DebootcError {
  const named = stdout.trim().split("\n").at(-1);
  const { fingerprint, source } = keys.find((key) => key.fingerprint === named) ?? { source: "the file" };
  const key = `the key ${fingerprint ?? "that was given"} in ${source}`;
  const said =
    stderr
      .replaceAll(/^gpg: /gm, "")
      .trim()
      .split("\n")
      .at(-1) ?? "";
  if (/pinentry|passphrase/i.test(said)) {
    return new DebootcError(
      "trust-refused",
      `${key} is protected by a passphrase, and nobody is asked for one`,
      { hint: "Keep the key in a store of secrets without a passphrase, and hand it over by --gpg-key-fd." },
    );
  }
  return new DebootcError("trust-refused", `${key} cannot sign: ${said}`, {
    hint: "A key that may sign and is valid now is needed: gpg --list-secret-keys shows what each may do.",
  });
}
