import fc from "fast-check";
import { archivePathFault } from "../debian/archive-path.ts";
import { describe, expect, test } from "vitest";
import { errorCodes } from "../error/codes.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { canonicalJson } from "../record/canonical-json.ts";
import type { LockSection } from "./lock.ts";
import { lockText } from "./lock-text.ts";
import { parseLock } from "./parse-lock.ts";

const name = fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{1,10}$/);
const version = fc.stringMatching(/^[0-9][A-Za-z0-9.+:~-]{0,8}$/);
const digest = fc.stringMatching(/^[0-9a-f]{64}$/).map((hex): `sha256:${string}` => `sha256:${hex}`);
const text = fc.string({ unit: "grapheme", maxLength: 12 });
const date = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") })
  .map((day) => day.toISOString());
const source = fc.constantFrom("debian", "debian-security");
const account = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,10}$/);
const field = fc.string({ maxLength: 12 }).filter((one) => !/[:\n]/.test(one));

const section: fc.Arbitrary<LockSection> = fc.record(
  {
    request: fc.record({
      suite: text,
      components: fc.array(text, { maxLength: 2 }),
      sources: fc.constant([]),
      packages: fc.array(text, { maxLength: 3 }),
      excludePackages: fc.array(text, { maxLength: 2 }),
      recommends: fc.boolean(),
    }),
    indexes: fc.array(
      fc.record(
        {
          sourceId: source,
          suite: text,
          digest,
          date,
          validUntil: date,
          checkValidUntil: fc.boolean(),
          trusted: fc.boolean(),
        },
        { requiredKeys: ["sourceId", "suite", "digest", "date", "checkValidUntil", "trusted"] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    packages: fc.uniqueArray(
      fc.record({
        name,
        version,
        architecture: fc.constantFrom("amd64", "all"),
        source: name,
        sourceVersion: version,
        sha256: digest,
        size: fc.nat(),
        filename: text.filter((path) => archivePathFault(path) === undefined),
        sourceId: source,
      }),
      { selector: (one) => one.name, minLength: 1, maxLength: 5 },
    ),
    ids: fc.record({
      users: fc.uniqueArray(
        fc.record({ name: account, uid: fc.nat(), gid: fc.nat(), gecos: field, home: field, shell: field }),
        {
          selector: (one) => one.name,
          maxLength: 3,
        },
      ),
      groups: fc.uniqueArray(fc.record({ name: account, gid: fc.nat() }), {
        selector: (one) => one.name,
        maxLength: 3,
      }),
    }),
  },
  { requiredKeys: ["request", "indexes", "packages"] },
);
const lock = section.map((amd64) => ({ architectures: { amd64 } }));

/** Reads, and fails for anything thrown that users cannot fix, or that has no place in the text. */
function readsOrExplains(given: string): void {
  try {
    parseLock(given, "x.lock.json");
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    expect(errorCodes[error.code].class).toBe("configuration");
    expect(error.hint).toBeDefined();
    expect(error.diagnostics.length).toBeLessThanOrEqual(20);
    const lines = given.split(/\r\n|\n|\r/);
    for (const { line, column } of error.diagnostics) {
      if (line !== undefined) expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
    }
  }
}

describe("the text of a lock", () => {
  test("is read back as it was, equals its record's canonical text except for line breaks, and is written the same again", () => {
    fc.assert(
      fc.property(lock, (value) => {
        const written = lockText(value);

        expect(parseLock(written, "x")).toEqual(value);
        expect(lockText(parseLock(written, "x"))).toBe(written);
        expect(canonicalJson(JSON.parse(written))).toBe(written.replaceAll("\n", ""));
      }),
    );
  });

  test("is the same whatever the order of the keys it was made from", () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, member]) => [key, turned(member)]),
      );
    };

    fc.assert(
      fc.property(lock, (value) => {
        expect(lockText(turned(value) as typeof value)).toBe(lockText(value));
      }),
    );
  });
});

describe("any file is either read or refused with its errors:", () => {
  test("text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), readsOrExplains));
  });

  test("JSON", () => {
    const key = fc.constantFrom(
      "architectures",
      "amd64",
      "__proto__",
      "constructor",
      "packages",
      "request",
      "indexes",
      "ids",
      "name",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(null, true, 0, -1, 1e21, "", "debian", "__proto__"),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }),
      ),
    }));
    // Written by hand, so that a key may be `__proto__` or be repeated.
    const written = (part: unknown): string => {
      if (!Array.isArray(part)) return JSON.stringify(part);
      const isMap =
        part.length > 0 &&
        part.every((each) => Array.isArray(each) && typeof each[0] === "string" && each.length === 2);
      if (!isMap) return `[${part.map(written).join(",")}]`;
      return `{${part.map((each: unknown[]) => `${JSON.stringify(each[0])}:${written(each[1])}`).join(",")}}`;
    };

    fc.assert(
      fc.property(value, (architectures) => {
        readsOrExplains(`{"architectures":${written(architectures)},"schema":"debootc/lock","version":2}`);
      }),
      { numRuns: 1000 },
    );
  });

  test("a good lock with a part removed or inserted", () => {
    fc.assert(
      fc.property(
        lock,
        fc.nat(),
        fc.nat(30),
        fc.constantFrom("", "{", "]", ",", '"', "null", "\0", "<<<<<<< x\n", "\\u0000"),
        (value, from, length, put) => {
          const good = lockText(value);
          const at = from % good.length;
          readsOrExplains(good.slice(0, at) + put + good.slice(at + length));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("bounds", () => {
  test.each([
    ["nesting", "[".repeat(200_000)],
    ["maps within maps", '{"a":'.repeat(100_000)],
    ["digits", `{"schema":"debootc/lock","version":2,"architectures":${"9".repeat(500_000)}}`],
    [
      "wrong sections",
      `{"schema":"debootc/lock","version":2,"architectures":{${Array.from({ length: 5000 }, (_, index) => `"a${index}":{"x":1}`).join(",")}}}`,
    ],
    ["spaces", " ".repeat(2_000_000)],
  ])(
    "a file of nothing but %s is refused in time",
    (_, given) => {
      expect(() => readsOrExplains(given)).not.toThrow();
    },
    10_000,
  );
});
