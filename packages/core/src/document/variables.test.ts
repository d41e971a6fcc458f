import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { replaceVariables, resolveVariables } from "./variables.ts";

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,5}$/);
const replaced = (text: string, variables: Record<string, string>) =>
  replaceVariables(text, new Map(Object.entries(variables)));

describe("replacing", () => {
  test("a text without references stays as it is", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes("${")),
        (text) => {
          expect(replaced(text, {})).toEqual({ text, faults: [] });
        },
      ),
    );
  });

  test("any text survives when its `${` are written as `$${`", () => {
    const unit = fc.constantFrom("$", "{", "}", "a", "${", "$${");
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(
          replaced(
            text.replaceAll("${", () => "$${"),
            { a: "b" },
          ).text,
        ).toBe(text);
      }),
    );
  });

  test("a value is put in as it is, without looking at it again", () => {
    fc.assert(
      fc.property(name, fc.string(), fc.stringMatching(/^[a-z]*$/), (key, value, around) => {
        expect(replaced(`${around}\${${key}}${around}`, { [key]: value }).text).toBe(around + value + around);
      }),
    );
  });

  test("names that every object has are variables like any other", () => {
    expect(replaced("${constructor}", {}).faults).toMatchObject([
      { message: "the variable `constructor` is not defined" },
    ]);
  });

  test("every faulty reference of a text is reported", () => {
    const { text, faults } = replaced("${a}${b}${c d}${", { a: "1" });

    expect(text).toBeUndefined();
    expect(faults.map(({ within }) => within)).toEqual(["${b}", "${c d}", "${"]);
  });

  test("`$name` and `$(name)` are the shell's", () => {
    expect(replaced("$a $(a) $ {a}", { a: "1" }).text).toBe("$a $(a) $ {a}");
  });
});

describe("variables that use each other", () => {
  const resolved = (definitions: Record<string, string>, complete = true) =>
    resolveVariables(new Map(Object.entries(definitions)), complete);

  test("have the same values in whatever order they are written", () => {
    const chain = [
      ["a", "x"],
      ["b", "${a}${a}"],
      ["c", "${b}-$${a}"],
      ["d", "${a}${c}"],
    ] as const;
    fc.assert(
      fc.property(fc.shuffledSubarray([...chain], { minLength: chain.length }), (order) => {
        const { variables, faults } = resolved(Object.fromEntries(order));

        expect(["a", "b", "c", "d"].map((key) => variables.get(key))).toEqual([
          "x",
          "xx",
          "xx-${a}",
          "xxx-${a}",
        ]);
        expect(faults.size).toBe(0);
      }),
    );
  });

  test("in a circle are reported once, and those that use them not at all", () => {
    const { variables, faults } = resolved({ user: "${a}", a: "${b}", b: "${c}", c: "${a}", other: "1" });

    expect([...faults.keys()]).toEqual(["a"]);
    expect(faults.get("a")?.[0]?.message).toContain("a -> b -> c -> a");
    expect(variables.get("user")).toBeUndefined();
    expect(variables.get("other")).toBe("1");
  });

  test("may stand 32 deep, and a longer chain overflows nothing", () => {
    const chain = (length: number) =>
      Object.fromEntries(Array.from({ length }, (_, index) => [`v${index}`, `\${v${index + 1}}`]));

    expect(resolved({ ...chain(31), v31: "x" }).variables.get("v0")).toBe("x");
    expect([...resolved({ ...chain(20_000), v20000: "x" }).faults.values()][0]?.[0]?.message).toContain(
      "32 deep",
    );
  });

  test("of files that could not be read are not called undefined", () => {
    expect(resolved({ a: "${b}" }).faults.size).toBe(1);
    expect(resolved({ a: "${b}" }, false).faults.size).toBe(0);
  });
});
