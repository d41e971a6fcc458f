import * as z from "zod";
import type { Digest } from "../record/digest.ts";
import { canonicalJson } from "../record/canonical-json.ts";

/** Names the media type of a Sigstore bundle, by which cosign finds it among the referrers of an image. */
export const bundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";

/** Names the media type of the statements that are signed. */
export const statementType = "application/vnd.in-toto+json";
const predicateType = "https://sigstore.dev/cosign/sign/v1";

/** Describes what others read in a manifest about a bundle. */
export const bundleAnnotations = {
  "dev.sigstore.bundle.content": "dsse-envelope",
  "dev.sigstore.bundle.predicateType": predicateType,
} as const;

/** Returns the statement that a bundle has: that the image with this digest is signed. */
export function signedStatement(image: Digest): Buffer {
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ digest: { sha256: image.slice("sha256:".length) } }],
    predicateType,
    predicate: {},
  };
  return Buffer.from(canonicalJson(statement));
}

/** Returns the bytes that are signed for a statement (DSSE, pre-authentication encoding). */
export function statementEncoding(statement: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(statementType)} ${statementType} ${statement.length} `;
  return Buffer.concat([Buffer.from(head), statement]);
}

/** Returns a bundle of a statement, its signature in base64, and the digest of the public key in base64. */
export function signatureBundle(statement: Uint8Array, signature: string, keyHint: string): string {
  return canonicalJson({
    mediaType: bundleType,
    verificationMaterial: { publicKey: { hint: keyHint } },
    dsseEnvelope: {
      payload: Buffer.from(statement).toString("base64"),
      payloadType: statementType,
      signatures: [{ sig: signature }],
    },
  });
}

const bundleSchema = z.looseObject({
  dsseEnvelope: z.looseObject({
    payload: z.string(),
    payloadType: z.literal(statementType),
    signatures: z.array(z.looseObject({ sig: z.string() })),
  }),
});

/** Returns the signatures in base64 that a bundle of a registry has of this statement; none if it is no such bundle. */
export function signaturesInBundle(statement: Uint8Array, text: string): string[] {
  const bundle = bundleSchema.safeParse(jsonOf(text)).data;
  if (bundle?.dsseEnvelope.payload !== Buffer.from(statement).toString("base64")) return [];
  return bundle.dsseEnvelope.signatures.map(({ sig }) => sig);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
