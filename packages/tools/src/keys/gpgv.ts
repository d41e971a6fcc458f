import { unarmoured } from "@debootc/core/openpgp/armour";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../run.ts";

/** What gpgv found of a clear-signed message. */
export type Verdict =
  | {
      readonly kind: "good";
      /** The text that the signature covers, as gpgv gives it out. */
      readonly text: string;
      /** Fingerprints of the keys of all good signatures: primary keys. */
      readonly signers: readonly string[];
    }
  /** `reason` says what is wrong in one line. */
  | { readonly kind: "refused"; readonly reason: string };

interface Verification {
  readonly message: Uint8Array;
  /** Paths of OpenPGP public keys, in ASCII armour or not. */
  readonly keyrings: readonly string[];
  /** For the keyrings as gpgv takes them; the caller's to remove. */
  readonly workDirectory: string;
  readonly signal: AbortSignal;
}

/** Checks a clear-signed message against keyrings. Every signature must be good: one that is not may hide anything. */
export async function verifyClearSigned(request: Verification): Promise<Verdict> {
  const { message, keyrings, workDirectory, signal } = request;
  const files = await Promise.all(keyrings.map((path, index) => binaryKeyring(path, index, workDirectory)));
  const { stdout, stderr, exitCode } = await run({
    tool: "gpgv",
    args: [
      // Otherwise it would take keys of ~/.gnupg, too.
      `--homedir=${workDirectory}`,
      "--status-fd=2",
      "--weak-digest=SHA1",
      ...files.map((file) => `--keyring=${file}`),
      "--output=-",
      "-",
    ],
    input: message,
    signal,
    accept: [0, 1, 2],
  });
  const status = stderr
    .split("\n")
    .flatMap((line) => (line.startsWith("[GNUPG:] ") ? [line.slice("[GNUPG:] ".length).split(" ")] : []));
  const reason = refusalIn(status);
  if (reason !== undefined) return { kind: "refused", reason };
  // VALIDSIG: fingerprint of the key, eight more, fingerprint of its primary key.
  const signers = status.flatMap(([word, own, ...rest]) =>
    word === "VALIDSIG" ? [rest[8] ?? own ?? ""] : [],
  );
  if (exitCode !== 0 || signers.length === 0) return { kind: "refused", reason: "it is not signed" };
  return { kind: "good", text: stdout, signers };
}

/** GnuPG's doc/DETAILS, "General status codes". */
const refusals: Readonly<Record<string, (rest: readonly string[]) => string>> = {
  BADSIG: ([key]) => `it was changed after it was signed (key ${key})`,
  EXPSIG: ([key]) => `its signature has expired (key ${key})`,
  EXPKEYSIG: ([key]) => `the key ${key} that signed it has expired`,
  REVKEYSIG: ([key]) => `the key ${key} that signed it was revoked`,
  NO_PUBKEY: ([key]) => `it is signed with the key ${key}, which is not in the keyring`,
  ERRSIG: ([key]) => `its signature by the key ${key} cannot be checked`,
};

function refusalIn(status: readonly (readonly string[])[]): string | undefined {
  for (const [code, reason] of Object.entries(refusals)) {
    const found = status.find(([word]) => word === code);
    if (found !== undefined) return reason(found.slice(1));
  }
  return undefined;
}

async function binaryKeyring(path: string, index: number, directory: string): Promise<string> {
  const bytes = await readFile(path);
  const keys = unarmoured(bytes.toString());
  if (keys === undefined) return path;
  const file = join(directory, `keyring-${index}.gpg`);
  await writeFile(file, keys);
  return file;
}
