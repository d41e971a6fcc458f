import { DebootcError } from "@debootc/core/error/debootc-error";
import { publicKeysOf } from "@debootc/core/openpgp/public-keys";
import type { SignatureIssuer } from "@debootc/core/openpgp/signature-issuer";
import type { OstreeVerifyRequest } from "@debootc/core/request/ostree/ostree-verify-request";
import { initRepository } from "@debootc/tools/ostree/ostree-repository";
import { addPullSource, pullFromSource, readSourceRefs } from "@debootc/tools/ostree/ostree-pull";
import { readLog } from "@debootc/tools/ostree/ostree-refs";
import { readSigners, refuseWithoutEd25519 } from "@debootc/tools/ostree/ostree-signing";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { makeScratchDirectory } from "../cache/scratch-directory.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { staleDeltas } from "./delta-store.ts";
import { openRepository } from "./open-repository.ts";
import { summaryState } from "./summary-state.ts";

export interface VerifyResult {
  readonly repo: string;
  readonly ref: string;
  readonly checksum: string;
  /** Fingerprints of the OpenPGP keys that its signatures name; a signature by one of the given keys was checked. */
  readonly signers: readonly string[];
  /** Whether the summary was checked as well. */
  readonly summary: boolean;
}

/**
 * Checks a commit by pulling it into a temporary repository that has only the given keys, as a client would
 * (`debootc ostree verify`). Throws `trust-refused` when none of the keys signed it.
 */
export async function verifyCommit(
  { repo, ref, gpgKey = [], ed25519Key, summary }: OstreeVerifyRequest,
  { signal }: PipelineDependencies,
): Promise<VerifyResult> {
  if (gpgKey.length === 0 && ed25519Key === undefined) {
    throw new DebootcError("usage", "no key is given to verify with", {
      hint: "Give the public key that machines have: --gpg-key FILE",
    });
  }
  if (summary && gpgKey.length === 0) {
    throw new DebootcError("usage", "no OpenPGP key is given to verify the summary with", {
      hint: "Summaries are signed by OpenPGP keys alone: give the public key with --gpg-key FILE",
    });
  }
  if (ed25519Key !== undefined) await refuseWithoutEd25519();
  const keys = (await Promise.all(gpgKey.map(fingerprintsIn))).flat();
  const { path } = await openRepository(repo);
  const [{ checksum }] = await readLog(path, ref);
  const signers = await readSigners(path, checksum);
  if (gpgKey.length > 0) refuseUnsigned(ref, checksum, signers, keys);

  await using client = await makeScratchDirectory("verify");
  const clientRepo = join(client.path, "repo");
  await initRepository(clientRepo, "archive");
  await addPullSource(clientRepo, {
    url: pathToFileURL(path).href,
    gpgKeys: gpgKey,
    ed25519File: ed25519Key,
    summary,
  });
  try {
    await pullFromSource({ repo: clientRepo, revision: checksum, commitOnly: true, proxy: {}, signal });
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "trust-refused") throw error;
    throw notAccepted({ ref, checksum, signers, keys }, error);
  }
  await refuseStaleDeltas(path, checksum);
  if (summary) {
    await refuseStale(path);
    // A pull by checksum does not read the summary, so the client has to ask for it.
    await readSourceRefs(clientRepo, {});
  }
  return { repo: path, ref, checksum, signers: signers.map(({ key }) => key), summary };
}

async function fingerprintsIn(file: string): Promise<readonly string[]> {
  const content = await readFile(file).catch((error: Error) => {
    throw new DebootcError("usage", `the key file ${file} cannot be read: ${error.message}`, {
      cause: error,
    });
  });
  const keys = publicKeysOf(content);
  if (!("message" in keys)) return keys.fingerprints;
  throw new DebootcError("trust-refused", `${file}: ${keys.message}`, {
    ...(keys.hint === undefined ? {} : { hint: keys.hint }),
  });
}

function refuseUnsigned(
  ref: string,
  checksum: string,
  signers: readonly SignatureIssuer[],
  keys: readonly string[],
): void {
  if (signers.length > 0) return;
  throw new DebootcError("trust-refused", `nobody has signed ${ref}, the commit ${checksum}`, {
    hint: `Sign it with debootc ostree sign, by one of: ${keys.join(", ")}`,
  });
}

interface Judged {
  readonly ref: string;
  readonly checksum: string;
  readonly signers: readonly SignatureIssuer[];
  readonly keys: readonly string[];
}

function notAccepted({ ref, checksum, signers, keys }: Judged, error: DebootcError): DebootcError {
  const names = signers.map(({ key }) => key).join(", ");
  return new DebootcError(
    "trust-refused",
    `${ref}, the commit ${checksum}, has no accepted signature, only those of ${names}: ${error.message}`,
    { hint: `Accepted keys: ${keys.join(", ")}`, cause: error },
  );
}

async function refuseStaleDeltas(repo: string, checksum: string): Promise<void> {
  const [delta] = await staleDeltas(repo, checksum);
  if (delta === undefined) return;
  throw new DebootcError(
    "verification-differs",
    `${delta.path} was made before the commit ${checksum} was signed, so a client that uses it misses signatures`,
    { hint: "Make it again: debootc ostree delta REPO REF" },
  );
}

async function refuseStale(repo: string): Promise<void> {
  const state = await summaryState(repo);
  if (state === "current") return;
  throw new DebootcError(
    "verification-differs",
    state === "absent"
      ? `${repo} has no summary`
      : `the summary of ${repo} is older than its refs, and clients trust the summary`,
    { hint: "Renew it: debootc ostree summary REPO --gpg-key-file KEY" },
  );
}
