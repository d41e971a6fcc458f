import fc from "fast-check";
import { expect, test } from "vitest";
import { imageManifestSchema } from "../oci/image-manifest.ts";
import { digestOfBytes } from "../record/digest.ts";
import {
  signatureLayer,
  signaturesOf,
  signatureTag,
  simpleSigningPayload,
  withSignature,
} from "./simple-signing.ts";

const image = digestOfBytes("image");
const payload = simpleSigningPayload("ghcr.io/me/minimal", image);

test("signatures are under a tag that clients make of the digest", () => {
  expect(signatureTag(image)).toBe(`sha256-${image.slice(7)}.sig`);
});

test("whatever order keys sign in, each signature is in the list, and the configuration names all layers", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.base64String({ minLength: 4 }), { minLength: 1, maxLength: 5 }),
      (signatures) => {
        const [first = "", ...rest] = signatures;
        let list = withSignature(undefined, signatureLayer(payload, first));
        for (const one of rest) list = withSignature(list.manifest, signatureLayer(payload, one));

        expect(imageManifestSchema.parse(list.manifest)).toEqual(list.manifest);
        expect(signaturesOf(payload, list.manifest)).toEqual(signatures);
        expect(list.manifest.config.digest).toBe(digestOfBytes(list.config));
        expect(JSON.parse(list.config).rootfs.diff_ids).toHaveLength(signatures.length);
      },
    ),
  );
});

test("the signature of another payload is none of this one", () => {
  const other = simpleSigningPayload("ghcr.io/me/other", image);
  const { manifest } = withSignature(undefined, signatureLayer(other, "c2ln"));

  expect(signaturesOf(payload, manifest)).toEqual([]);
});
