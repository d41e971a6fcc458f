import fc from "fast-check";
import { expect, test } from "vitest";
import { spdxId } from "./spdx-id.ts";

test("names of packages stay as they are, where SPDX has a place for them", () => {
  expect(spdxId("SPDXRef-Package", "libc6", "amd64")).toBe("SPDXRef-Package-libc6--amd64");
  expect(spdxId("SPDXRef-Package", "libstdc++6", "all")).toBe("SPDXRef-Package-libstdcX2bX2b6--all");
});

test("an identifier is one, and different parts have different ones", () => {
  const part = fc.oneof(fc.string({ unit: fc.constantFrom("a", "-", "X", "2", "d", "+", ".") }), fc.string());
  const parts = fc.tuple(part, part);
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      expect(spdxId("SPDXRef", ...a)).toMatch(/^SPDXRef-[A-Za-z0-9.-]*$/);
      expect(spdxId("SPDXRef", ...a) === spdxId("SPDXRef", ...b)).toBe(a.join("\0") === b.join("\0"));
    }),
    { numRuns: 2000 },
  );
});
