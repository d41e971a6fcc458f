import { describe, expect, test } from "vitest";
import { parseKeyFile } from "./key-file.ts";

const plain = (text: string) => {
  const groups = parseKeyFile(text);
  return typeof groups === "number"
    ? groups
    : Object.fromEntries([...groups].map(([name, keys]) => [name, Object.fromEntries(keys)]));
};

describe("parseKeyFile", () => {
  test("keys are in their groups, and the last of a name counts", () => {
    const text =
      "# a\n\n[composefs]\r\n  enabled = no  \nenabled=maybe\n[root]\ntransient=true\n[composefs]\nkeypath=/k=v\n";

    expect(plain(text)).toEqual({
      composefs: { enabled: "maybe", keypath: "/k=v" },
      root: { transient: "true" },
    });
  });

  test("a translation is not the key itself", () => {
    expect(plain("[a]\nname=x\nname[de]=y\n")).toEqual({ a: { name: "x" } });
  });

  test.each([
    ["a key before any group", "enabled=yes\n", 1],
    ["no key", "[a]\nenabled\n", 2],
    ["a group that is not closed", "\n[a\n", 2],
    ["a line without end", `[a]\n${"x".repeat(5000)}`, 2],
  ])("%s is reported by its line", (_, text, line) => {
    expect(plain(text)).toBe(line);
  });
});
