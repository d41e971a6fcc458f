import { DebootcError } from "@debootc/core/error/debootc-error";
import type { SignatureIssuer } from "@debootc/core/openpgp/signature-issuer";
import type { OstreeSignRequest } from "@debootc/core/request/ostree/ostree-sign-request";
import { readLog } from "@debootc/tools/ostree/ostree-refs";
import {
  readSigners,
  refuseWithoutEd25519,
  signCommit,
  signCommitByEd25519,
} from "@debootc/tools/ostree/ostree-signing";
import type { SecretKey } from "@debootc/tools/keys/secret-key";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { staleDeltas, storeDelta } from "./delta-store.ts";
import { changeRepository } from "./open-repository.ts";
import { readDescriptor, readSecretFile, readSigningKeys } from "./read-signing-keys.ts";

export interface SignResult {
  readonly repo: string;
  readonly ref: string;
  readonly checksum: string;
  /** Fingerprints of the keys that signed now. */
  readonly signed: readonly string[];
  /** Of those that had signed it before. */
  readonly already: readonly string[];
  readonly ed25519: number;
  /** Deltas that were made anew, to carry the signatures. */
  readonly deltas: number;
}

/** `debootc ostree sign`: adds signatures to a commit. Its checksum stays, and so do the signatures it has. */
export async function signRevision(
  request: OstreeSignRequest,
  { clock, signal }: PipelineDependencies,
): Promise<SignResult> {
  const { repo, ref, ed25519KeyFile = [], ed25519KeyFd } = request;
  if (ed25519KeyFile.length > 0 || ed25519KeyFd !== undefined) await refuseWithoutEd25519();
  const keys = await readSigningKeys(request, clock());
  const ed25519 = await Promise.all(ed25519KeyFile.map(readSecretFile));
  if (ed25519KeyFd !== undefined)
    ed25519.push(readDescriptor(ed25519KeyFd, `file descriptor ${ed25519KeyFd}`));
  if (keys.length + ed25519.length === 0) {
    throw new DebootcError("usage", "no key is given to sign with", {
      hint: "Give one with --gpg-key-file FILE, or keep it off the disk with --gpg-key-fd 3 3< <(...).",
    });
  }
  return await changeRepository(repo, async (repository) => {
    const { path } = repository;
    const [{ checksum }] = await readLog(path, ref);
    const before = await readSigners(path, checksum);
    const missing = keys.filter((key) => !before.some((issuer) => isBy(key, issuer)));
    for (const key of missing) await signCommit(path, checksum, key, signal);
    for (const key of ed25519) await signCommitByEd25519(path, checksum, key, signal);
    const stale = await staleDeltas(path, checksum);
    for (const { from } of stale) await storeDelta(repository, from, checksum, signal);
    const names = (list: readonly SecretKey[]) => list.map(({ fingerprint }) => fingerprint);
    return {
      repo: path,
      ref,
      checksum,
      signed: names(missing),
      already: names(keys.filter((key) => !missing.includes(key))),
      ed25519: ed25519.length,
      deltas: stale.length,
    };
  });
}

function isBy({ fingerprints }: SecretKey, { key }: SignatureIssuer): boolean {
  return fingerprints.some((fingerprint) => fingerprint.endsWith(key));
}
