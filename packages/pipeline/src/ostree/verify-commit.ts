import { DebootcError } from "@debootc/core/error/debootc-error";
import { publicKeysOf } from "@debootc/core/openpgp/public-keys";
import type { SignatureIssuer } from "@debootc/core/openpgp/signature-issuer";
import type { OstreeVerifyRequest } from "@debootc/core/request/ostree/ostree-verify-request";
import { initRepository } from "@debootc/tools/ostree/ostree-repository";
import { addPullSource, pullFromSource } from "@debootc/tools/ostree/ostree-pull";
import { readLog } from "@debootc/tools/ostree/ostree-refs";
import { readSigners, refuseWithoutEd25519 } from "@debootc/tools/ostree/ostree-signing";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { staleDeltas } from "./delta-store.ts";
import { openRepository } from "./open-repository.ts";
import { summaryState } from "./summary-state.ts";

export interface VerifyResult {
  readonly repo: string;
  readonly ref: string;
  readonly checksum: string;
  /** Who says to have signed it with OpenPGP, by fingerprint. One of the given keys really has. */
  readonly signers: readonly string[];
  /** Whether the summary was judged, too. */
  readonly summary: boolean;
}

/**
 * `debootc ostree verify`: lets a client of ostree, made for this alone, judge a commit by the keys. Throws
 * `trust-refused` when it takes it for not signed by one of them.
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
  if (ed25519Key !== undefined) await refuseWithoutEd25519();
  const keys = (await Promise.all(gpgKey.map(fingerprintsIn))).flat();
  const { path } = await openRepository(repo);
  const [{ checksum }] = await readLog(path, ref);
  const signers = await readSigners(path, checksum);
  if (gpgKey.length > 0) refuseUnsigned(ref, checksum, signers, keys);

  await using client = await mkdtempDisposable(join(tmpdir(), "debootc-verify-"));
  const clientRepo = join(client.path, "repo");
  await initRepository(clientRepo, "archive");
  await addPullSource(clientRepo, {
    url: pathToFileURL(path).href,
    gpgKeys: gpgKey.map((file) => resolve(file)),
    ed25519File: ed25519Key && resolve(ed25519Key),
    summary,
  });
  try {
    await pullFromSource({ repo: clientRepo, revision: checksum, commitOnly: true, proxy: {}, signal });
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "trust-refused") throw error;
    throw notAccepted({ ref, checksum, signers, keys }, error);
  }
  await refuseStaleDeltas(path, checksum);
  if (summary) await refuseStale(path);
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
    hint: `Sign it with debootc ostree sign; accepted is: ${keys.join(", ")}`,
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
    `no signature of ${ref}, the commit ${checksum}, is accepted: it has those of ${names}; ${error.message}`,
    { hint: `Accepted is: ${keys.join(", ")}`, cause: error },
  );
}

async function refuseStaleDeltas(repo: string, checksum: string): Promise<void> {
  const [delta] = await staleDeltas(repo, checksum);
  if (delta === undefined) return;
  throw new DebootcError(
    "verification-differs",
    `${delta.path} was made before the commit ${checksum} was signed: a client that uses it sees fewer signatures`,
    { hint: "Make it anew: debootc ostree delta REPO REF" },
  );
}

async function refuseStale(repo: string): Promise<void> {
  const state = await summaryState(repo);
  if (state === "current") return;
  throw new DebootcError(
    "verification-differs",
    state === "absent"
      ? `${repo} has no summary`
      : `the summary of ${repo} is older than its refs, and clients believe the summary`,
    { hint: "Write it anew: debootc ostree summary REPO --gpg-key-file KEY" },
  );
}
