import fc from "fast-check";
import { expect, test } from "vitest";
import { SecretMask, withoutSecrets } from "./secret-mask.ts";

function maskedIn(pieces: readonly Uint8Array[], secrets: readonly string[]): string {
  const mask = new SecretMask(secrets);
  return Buffer.concat([...pieces.map((piece) => mask.push(piece)), mask.end()]).toString("latin1");
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

test("no piece of a secret is said, wherever the stream is cut", () => {
  const word = fc.stringMatching(/^[ab]{4,8}$/);
  fc.assert(
    fc.property(
      fc.array(fc.oneof(word, fc.stringMatching(/^[abc]{0,5}$/)), { maxLength: 8 }),
      fc.array(word, { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat(60), { maxLength: 6 }),
      (parts, secrets, cuts) => {
        const text = Buffer.from([...parts, ...secrets].join(""));
        const said = maskedIn(cutAt(text, cuts), secrets);
        for (const secret of secrets) expect(said).not.toContain(secret);
        // How it is cut makes no difference.
        expect(said).toBe(maskedIn([text], secrets));
      },
    ),
  );
});

test("what is no secret arrives as it was, bytes that are no text among it", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.array(fc.nat(60), { maxLength: 5 }), (bytes, cuts) => {
      const said = maskedIn(cutAt(bytes, cuts), ["a secret that is longer than all of it, and more"]);
      expect(said).toBe(Buffer.from(bytes).toString("latin1"));
    }),
  );
});

test("the longer of two secrets that begin alike is replaced as a whole", () => {
  expect(withoutSecrets("x abcdefgh y abcd z", ["abcd", "abcdefgh"])).toBe("x *** y *** z");
  expect(maskedIn([Buffer.from("x abcd"), Buffer.from("efgh y")], ["abcd", "abcdefgh"])).toBe("x *** y");
  expect(maskedIn([Buffer.from("x abcd"), Buffer.from("e y")], ["abcd", "abcdefgh"])).toBe("x ***e y");
});

test("a secret inside of a longer one does not give the rest of it away", () => {
  expect(maskedIn([Buffer.from("12secr"), Buffer.from("et3456 end")], ["secr", "12secret3456"])).toBe(
    "*** end",
  );
});

test("a line is not held back for longer than it may be a secret", () => {
  const mask = new SecretMask(["top-secret"]);
  expect(mask.push(Buffer.from("a line\nto")).toString()).toBe("a line\n");
  expect(mask.push(Buffer.from("morrow\n")).toString()).toBe("tomorrow\n");
});
