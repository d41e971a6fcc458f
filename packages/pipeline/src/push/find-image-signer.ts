import { DebootcError } from "@debootc/core/error/debootc-error";
import type { PushRequest } from "@debootc/core/request/push-request";
import { readImageKey } from "@debootc/tools/keys/image-key";
import { type ImageSigner, keySigner } from "@debootc/tools/keys/image-signer";
import { keylessSigner } from "@debootc/tools/keys/keyless-signer";
import type { Wire } from "@debootc/tools/registry/send-request";
import { readSecretFile } from "../ostree/read-signing-keys.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { identityToken } from "./identity-token.ts";
import type { Patience } from "./retried.ts";

type Wish = Pick<PushRequest, "signKey" | "signKeyless" | "fulcioUrl" | "rekorUrl">;
type Environment = Pick<PipelineDependencies["environment"], "imageKey" | "identity">;

/**
 * Finds what signs the images: the key in the file that the request names, whoever runs this, or the key of the environment.
 * Throws `usage`, `trust-refused`.
 */
export async function findImageSigner(
  wish: Wish,
  environment: Environment,
  wire: Wire,
  patience: Patience,
): Promise<ImageSigner | undefined> {
  const { signKey, signKeyless } = wish;
  const { pem, password = "" } = environment.imageKey ?? {};
  if (signKey !== undefined && signKeyless)
    throw new DebootcError("usage", "--sign-key and --sign-keyless exclude each other", {
      hint: "Push twice to have both signatures: each one stays beside the other.",
    });
  if (signKeyless) return keylessSignerOf(wish, environment, wire, patience);
  if (signKey !== undefined) {
    const bytes = await readSecretFile(signKey);
    return keySigner(readImageKey(Buffer.from(bytes).toString(), { source: signKey, password }));
  }
  if (pem === undefined) return undefined;
  return keySigner(readImageKey(pem, { source: "the environment variable COSIGN_PRIVATE_KEY", password }));
}

function keylessSignerOf(
  { fulcioUrl, rekorUrl }: Wish,
  { identity }: Environment,
  wire: Wire,
  patience: Patience,
): ImageSigner {
  if (identity === undefined)
    throw new DebootcError("trust-refused", "--sign-keyless needs an identity token, and there is none", {
      hint: "In a job of GitHub write id-token: write below permissions; elsewhere give a token for the audience sigstore in SIGSTORE_ID_TOKEN.",
    });
  return keylessSigner({
    ...{ identityToken: () => identityToken(identity, wire, patience), fulcioUrl, rekorUrl, patience },
    signal: wire.signal,
  });
}
