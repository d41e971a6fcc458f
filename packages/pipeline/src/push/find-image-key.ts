import type { PushRequest } from "@debootc/core/request/push-request";
import { type ImageKey, readImageKey } from "@debootc/tools/keys/image-key";
import { readSecretFile } from "../ostree/read-signing-keys.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";

/**
 * Finds the key to sign images with: the file that the request names, or the one of the environment. Throws `usage`,
 * `trust-refused`.
 */
export async function findImageKey(
  { signKey }: Pick<PushRequest, "signKey">,
  { imageKey = {} }: Pick<PipelineDependencies["environment"], "imageKey">,
): Promise<ImageKey | undefined> {
  const { pem, password = "" } = imageKey;
  if (signKey !== undefined) {
    const bytes = await readSecretFile(signKey);
    return readImageKey(Buffer.from(bytes).toString(), { source: signKey, password });
  }
  if (pem === undefined) return undefined;
  return readImageKey(pem, { source: "the environment variable COSIGN_PRIVATE_KEY", password });
}
