import { DebootcError } from "../error/debootc-error.ts";

/** Makes the error for an image that contradicts its documents or digests, or that no program could unpack. */
export function invalidImage(message: string, cause?: unknown): DebootcError {
  return new DebootcError("image-invalid", message, {
    hint: "Copy or build the image again; skopeo copy checks every digest.",
    ...(cause === undefined ? {} : { cause }),
  });
}
