import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { makeSecretKey } from "@debootc/tools/keys/make-secret-key";
import { generateDelta } from "@debootc/tools/ostree/ostree-delta";
import { importCommit, initRepository, publishRef, recommit } from "@debootc/tools/ostree/ostree-repository";
import { signCommit } from "@debootc/tools/ostree/ostree-signing";
import { readSecretKey } from "@debootc/tools/keys/secret-key";

interface UpgradeRepository {
  readonly from: LegOfCompose;
  readonly to: LegOfCompose;
  /** The directory to make. */
  readonly directory: string;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** Names of the repositories in the served directory. */
export const served = { genuine: "repo", forged: "forged" } as const;

/**
 * Makes the repositories that a host is upgraded from: `repo` has both commits with their signatures and the static
 * delta between them; in `forged`, the ref names a newer commit of the same tree, signed by a stranger.
 */
export async function makeUpgradeRepository(wanted: UpgradeRepository): Promise<void> {
  const { from, to, directory, now, signal } = wanted;
  await mkdir(directory, { recursive: true });
  const genuine = join(directory, served.genuine);
  await initRepository(genuine, "archive");
  for (const { commit } of [from, to]) await importCommit(genuine, commit.repo, commit.checksum, signal);
  await generateDelta({ repo: genuine, from: from.commit.checksum, to: to.commit.checksum, signal });
  await publishRef(genuine, to.ref, to.commit.checksum);

  const forged = join(directory, served.forged);
  await initRepository(forged, "archive");
  await importCommit(forged, to.commit.repo, to.commit.checksum, signal);
  const checksum = await recommit({
    repo: forged,
    checksum: to.commit.checksum,
    ref: to.ref,
    subject: "signed by a stranger",
    timestamp: Date.parse(to.timestamp) / 1000 + 1,
    signal,
  });
  const stranger = await makeSecretKey("stranger", signal);
  await signCommit(forged, checksum, await readSecretKey(stranger, "the stranger's key", now), signal);
  await publishRef(forged, to.ref, checksum);
}
