import fc from "fast-check";
import { expect, test } from "vitest";
import { digestOfBytes } from "../record/digest.ts";
import {
  signatureBundle,
  signaturesInBundle,
  signedStatement,
  statementEncoding,
} from "./signature-bundle.ts";

const statement = signedStatement(digestOfBytes("image"));

test("what is signed names the type and the lengths of what it is about", () => {
  expect(statementEncoding(Buffer.from("{}")).toString()).toBe("DSSEv1 28 application/vnd.in-toto+json 2 {}");
});

test("a bundle gives back the signature of its statement, and none of another one", () => {
  const bundle = signatureBundle(statement, "c2ln", "hint");

  expect(signaturesInBundle(statement, bundle)).toEqual(["c2ln"]);
  expect(signaturesInBundle(signedStatement(digestOfBytes("other")), bundle)).toEqual([]);
});

test("any text of a registry that is no bundle has no signature", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(signaturesInBundle(statement, text)).toEqual([]);
    }),
  );
});
