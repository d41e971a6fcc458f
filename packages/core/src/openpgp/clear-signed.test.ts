import { expect, test } from "vitest";
import { clearSigned } from "./clear-signed.ts";

const signed = (body: string) =>
  `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${body}\n-----BEGIN PGP SIGNATURE-----\n\nabc=\n-----END PGP SIGNATURE-----\n`;

test("a text without a signature is taken as it is", () => {
  expect(clearSigned("a: b\n")).toEqual({ text: "a: b\n", linesBefore: 0, signed: false });
});

test("only the signed part is the text, without dash escapes", () => {
  expect(clearSigned(signed("a: b\n- -x"))).toEqual({ text: "a: b\n-x\n", linesBefore: 3, signed: true });
});

test.each([
  ["before", `forged: 1\n${signed("a: b")}`, 1],
  ["after", `${signed("a: b")}forged: 1\n`, 9],
])("text %s the signature is named by its line", (_where, text, line) => {
  expect(clearSigned(text).fault).toEqual({ line, message: "the line is outside the signature" });
  expect(clearSigned(text).text).not.toContain("forged");
});

test("a truncated message is incomplete", () => {
  expect(clearSigned(signed("a: b").split("-----END")[0] ?? "").fault?.message).toContain("cut off");
  expect(clearSigned("-----BEGIN PGP SIGNED MESSAGE-----\nHash: x").fault?.message).toContain("cut off");
});
