import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import {
  type ComposeId,
  composeDate,
  composeTypes,
  formatComposeId,
  nextComposeId,
  parseComposeId,
} from "./compose-id.ts";

const anyDay = fc
  .date({ min: new Date("1970-01-01T00:00:00Z"), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true })
  .map(composeDate);
const anyId: fc.Arbitrary<ComposeId> = fc.record({
  short: fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,8}){0,3}$/),
  version: fc.oneof(
    fc.stringMatching(/^[0-9]{1,4}(\.[0-9]{1,8}){0,3}$/),
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,7}(\.[A-Za-z0-9]{1,4}){0,2}$/),
  ),
  date: anyDay,
  type: fc.constantFrom(...composeTypes),
  respin: fc.nat(999_999),
});

/** Undefined when the text is refused as it must be. */
function reformat(text: string): string | undefined {
  try {
    return formatComposeId(parseComposeId(text));
  } catch (error) {
    if (error instanceof DebootcError && error.code === "compose-id-invalid") return undefined;
    throw error;
  }
}

describe("parse and format", () => {
  test("a formatted ID is parsed back to the same parts", () => {
    fc.assert(
      fc.property(anyId, (id) => {
        expect(parseComposeId(formatComposeId(id))).toEqual(id);
      }),
    );
  });

  test("an accepted ID is formatted to the same text", () => {
    const anyHead = fc.stringMatching(/^[a-z0-9.-]{0,20}$/);
    const anyTail = fc.constantFrom(".0", ".t.1", ".ci.02", ".x.1", "", ".nightly.0");
    fc.assert(
      fc.property(anyHead, anyDay, anyTail, (head, day, tail) => {
        const text = `${head}-${day}${tail}`;
        expect([text, undefined]).toContain(reformat(text));
      }),
    );
  });

  test.each([
    [
      "minimal-13-20250131.t.0",
      { short: "minimal", version: "13", date: "20250131", type: "test", respin: 0 },
    ],
    [
      "my-image-13.2-20250131.12",
      { short: "my-image", version: "13.2", date: "20250131", type: "production", respin: 12 },
    ],
    [
      "tiny-sid-20240229.n.3",
      { short: "tiny", version: "sid", date: "20240229", type: "nightly", respin: 3 },
    ],
    ["tiny-sid-20240229.ci.0", { short: "tiny", version: "sid", date: "20240229", type: "ci", respin: 0 }],
    [
      "tiny-sid-20240229.d.0",
      { short: "tiny", version: "sid", date: "20240229", type: "development", respin: 0 },
    ],
  ])("%s has Pungi's parts", (text, parts) => {
    expect(parseComposeId(text)).toEqual(parts);
  });

  test.each([
    "",
    "latest",
    "minimal-13-20250131.t",
    "minimal-13-20250131.x.0",
    "minimal-13-20250230.t.0",
    "minimal-13-20251301.t.0",
    "Minimal-13-20250131.t.0",
    "minimal-20250131.t.0",
    "minimal-13a-20250131.t.0",
    "../minimal-13-20250131.t.0",
    "minimal-13-20250131.t.00",
    "minimal-13-20250131.t.0\n",
  ])("%j is refused with the form to use", (text) => {
    expect(() => parseComposeId(text)).toThrow(
      expect.objectContaining({
        code: "compose-id-invalid",
        hint: expect.stringContaining("SHORT-VERSION-YYYYMMDD"),
      }),
    );
  });

  test("parts that cannot form an ID are refused", () => {
    const id: ComposeId = { short: "a/b", version: "13", date: "20250131", type: "test", respin: 0 };
    expect(() => formatComposeId(id)).toThrow(expect.objectContaining({ code: "compose-id-invalid" }));
  });
});

describe("the next ID", () => {
  const wanted = { short: "minimal", version: "13", date: "20250131", type: "test" } as const;

  test("starts at respin 0", () => {
    expect(
      nextComposeId(wanted, ["latest", "minimal-13-20250131.n.4", "minimal-13-20250130.t.1"]).respin,
    ).toBe(0);
  });

  test("follows the highest respin and does not fill gaps", () => {
    const existing = ["minimal-13-20250131.t.0", "minimal-13-20250131.t.11", "minimal-13-20250131.t.2"];
    expect(nextComposeId(wanted, existing).respin).toBe(12);
  });

  test("of a production compose does not count composes of other types", () => {
    const production = { ...wanted, type: "production" } as const;
    expect(nextComposeId(production, ["minimal-13-20250131.t.7"]).respin).toBe(0);
  });

  test("ignores names that only begin like an ID", () => {
    expect(nextComposeId(wanted, ["minimal-13-20250131.t.5.bak", "minimal-13-20250131.t."]).respin).toBe(0);
  });

  test("is never an existing one", () => {
    fc.assert(
      fc.property(anyId, fc.array(fc.nat(30)), ({ respin: _respin, ...rest }, respins) => {
        const existing = respins.map((respin) => formatComposeId({ ...rest, respin }));
        expect(existing).not.toContain(formatComposeId(nextComposeId(rest, existing)));
      }),
    );
  });
});

test("the date of a compose is the day in UTC", () => {
  expect(composeDate(new Date("2025-01-31T23:59:59Z"))).toBe("20250131");
  expect(composeDate(new Date("2025-01-31T23:59:59-05:00"))).toBe("20250201");
});
