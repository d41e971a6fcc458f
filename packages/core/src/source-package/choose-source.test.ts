import { expect, test } from "vitest";
import { indexPackages } from "../deb822/packages-index.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { chooseSource } from "./choose-source.ts";

const part = (suite: string, text: string, notAutomatic = false) => ({
  sourceId: "debian",
  suite,
  notAutomatic,
  index: indexPackages(text),
});
const parts = [
  part(
    "trixie",
    "Package: jq\nBinary: jq, libjq1\nVersion: 1.7.1-6\n\nPackage: jq\nVersion: 9-1\nExtra-Source-Only: yes\n\nPackage: sl\nVersion: 5\n",
  ),
  part("trixie-security", "Package: jq\nVersion: 1.7.1-6+deb13u3\n"),
  part("experimental", "Package: jq\nVersion: 2~rc1-1\n\nPackage: new\nVersion: 1\n", true),
];
const choose = (name: string, version?: string) =>
  chooseSource({ name, ...(version === undefined ? {} : { version }) }, parts, "trixie").version;

function refusal(name: string, version?: string): string {
  try {
    choose(name, version);
  } catch (error) {
    if (error instanceof DebootcError && error.code === "usage") return `${error.message}; ${error.hint}`;
    throw error;
  }
  throw new Error("it was found");
}

test("the newest version counts, of the suites that count by themselves", () => {
  expect(choose("jq")).toBe("1.7.1-6+deb13u3");
});

test("a version that is named is taken from wherever it is", () => {
  expect(choose("jq", "1.7.1-6")).toBe("1.7.1-6");
  expect(choose("jq", "2~rc1-1")).toBe("2~rc1-1");
  expect(choose("jq", "9-1")).toBe("9-1");
});

test("a version that is not there is refused with those that are", () => {
  expect(refusal("jq", "1")).toContain("there are: 9-1 (trixie), 1.7.1-6+deb13u3 (trixie-security), ");
  expect(refusal("new")).toContain("Name one: new=1");
});

test("an unknown name is refused with the closest one, or the source that builds it", () => {
  expect(refusal("jqq")).toContain("The closest name is jq");
  expect(refusal("libjq1")).toContain("libjq1 is a binary package: its source is jq");
  expect(refusal("something-else")).toContain("./something-else");
});
