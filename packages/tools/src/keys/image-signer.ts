import { signatureBundle, statementEncoding } from "@debootc/core/signature/signature-bundle";
import type { KeylessProof } from "@debootc/core/signature/keyless-proof";
import type { ImageKey } from "./image-key.ts";

/** Signs images in both forms that there are. */
export interface ImageSigner {
  /** Whether a certificate says whose signatures these are, and no key that hosts know. */
  readonly isKeyless: boolean;
  /** Signs the text of simple signing. */
  readonly signPayload: (payload: Uint8Array) => Promise<PayloadSignature>;
  /** Signs a statement. Returns it as a Sigstore bundle. */
  readonly signStatement: (statement: Uint8Array) => Promise<string>;
  /** Returns whether it would make the same signature again: `bytes` are a payload, or the encoding of a statement. */
  readonly hasSigned: (bytes: Uint8Array, signature: string) => boolean;
}

/** Is a signature in base64, and the proof of whose it is if no key says that. */
export interface PayloadSignature {
  readonly signature: string;
  readonly proof?: KeylessProof;
}

/** Returns what signs with a key. */
export function keySigner({ sign, hasSigned, hint }: ImageKey): ImageSigner {
  return {
    isKeyless: false,
    signPayload: async (payload) => ({ signature: sign(payload) }),
    signStatement: async (statement) => signatureBundle(statement, sign(statementEncoding(statement)), hint),
    hasSigned,
  };
}
