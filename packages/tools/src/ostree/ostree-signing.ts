import { DebootcError } from "@debootc/core/error/debootc-error";
import { type SignatureIssuer, signatureIssuer } from "@debootc/core/openpgp/signature-issuer";
import { parseByteArrays } from "@debootc/core/ostree/byte-arrays";
import { readOstreeBuild } from "./ostree-build.ts";
import { run } from "../run.ts";
import { inMemory, memoryDirectory } from "../sandbox/sandbox.ts";
import { runWithSecretKeys, type SecretKey } from "../keys/secret-key.ts";

/** Where a repository stands for the programs that sign it. */
const inside = "/repository";
const gpgHome = `--gpg-homedir=${memoryDirectory}`;

/** Returns who claims to have signed a commit with OpenPGP; nothing is checked. */
export async function readSigners(repo: string, checksum: string): Promise<SignatureIssuer[]> {
  const signatures = await readDetached(repo, checksum, "ostree.gpgsigs");
  return signatures.flatMap((bytes) => signatureIssuer(bytes) ?? []);
}

/** Returns all signatures of a commit, of OpenPGP and of the sign API. */
export async function readSignatures(repo: string, checksum: string): Promise<Uint8Array[]> {
  const kinds = ["ostree.gpgsigs", "ostree.sign.ed25519"];
  return (await Promise.all(kinds.map((kind) => readDetached(repo, checksum, kind)))).flat();
}

async function readDetached(repo: string, checksum: string, key: string): Promise<Uint8Array[]> {
  const args = [`--repo=${repo}`, "show", `--print-detached-metadata-key=${key}`, checksum];
  const { stdout, exitCode } = await run({ tool: "ostree", args, accept: [0, 1] });
  return exitCode === 0 ? parseByteArrays(stdout) : [];
}

/** Adds a signature to a commit, whose checksum stays. Throws `trust-refused` for a key that cannot sign. */
export async function signCommit(
  repo: string,
  checksum: string,
  key: SecretKey,
  signal: AbortSignal,
): Promise<void> {
  const args = [`--repo=${inside}`, "gpg-sign", gpgHome, checksum, key.fingerprint];
  await runWithSecretKeys([key], { tool: "ostree", args, signal }, [
    { source: repo, target: inside, writable: true },
  ]);
}

/** Adds a signature of ostree's sign API to a commit. */
export async function signCommitByEd25519(
  repo: string,
  checksum: string,
  key: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const options = [`--repo=${inside}`, "sign", "--sign-type=ed25519", "--keys-file=/dev/stdin"];
  const command = { tool: "ostree", args: [...options, checksum], input: key, signal };
  await run(inMemory(command, { binds: [{ source: repo, target: inside, writable: true }] }));
}

/** Refuses an ostree without ed25519, as Debian builds it. Throws `tool-missing`. */
export async function refuseWithoutEd25519(): Promise<void> {
  const { version, features } = await readOstreeBuild();
  if (features.has("sign-ed25519")) return;
  throw new DebootcError(
    "tool-missing",
    `this machine's ostree ${version} was built without ed25519: its \`ostree --version\` lists ${[...features].join(", ")}`,
    { hint: "Use an OpenPGP key, or install an ostree that lists sign-ed25519." },
  );
}

/**
 * Writes the summary into a view of a repository, `view` being its path below the repository, with one signature for
 * each key. Throws `trust-refused` for a key that cannot sign.
 */
export async function writeSummary(
  repo: string,
  view: string,
  keys: readonly SecretKey[],
  signal: AbortSignal,
): Promise<void> {
  const args = (at: string) => [`--repo=${at}/${view}`, "summary", "--update"];
  if (keys.length === 0) {
    await run({ tool: "ostree", args: args(repo), signal });
    return;
  }
  const binds = [{ source: repo, target: inside, writable: true }];
  const signing = keys.map(({ fingerprint }) => `--gpg-sign=${fingerprint}`);
  await runWithSecretKeys(
    keys,
    { tool: "ostree", args: [...args(inside), gpgHome, ...signing], signal },
    binds,
  );
}
