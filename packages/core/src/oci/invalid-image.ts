import { DebootcError } from "../error/debootc-error.ts";

/** An image that is not what its documents and digests say, or that no program could unpack. */
export function invalidImage(message: string, cause?: unknown): DebootcError {
  return new DebootcError("image-invalid", message, {
    hint: "Copy or build the image again; skopeo copy checks every digest on its way.",
    ...(cause === undefined ? {} : { cause }),
  });
}
