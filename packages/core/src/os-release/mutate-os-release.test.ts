import { expect, test } from "vitest";
import { mutateOsRelease } from "./mutate-os-release.ts";

const debian = `PRETTY_NAME="Debian GNU/Linux 13 (trixie)"
NAME="Debian GNU/Linux"
VERSION_ID="13"
VERSION="13 (trixie)"
BUG_REPORT_URL="https://bugs.debian.org/13"
`;

test("what people see names the version of the tree, but what programs compare stays", () => {
  expect(mutateOsRelease(debian, "13", "13.4")).toBe(`PRETTY_NAME="Debian GNU/Linux 13.4 (trixie)"
NAME="Debian GNU/Linux"
VERSION_ID="13"
VERSION="13.4 (trixie)"
BUG_REPORT_URL="https://bugs.debian.org/13"
OSTREE_VERSION='13.4'
`);
});

test("one of the two fields is enough: sid has no VERSION", () => {
  expect(mutateOsRelease('PRETTY_NAME="Debian GNU/Linux forky/sid"\n', "forky/sid", "20261122.0")).toBe(
    "PRETTY_NAME=\"Debian GNU/Linux 20261122.0\"\nOSTREE_VERSION='20261122.0'\n",
  );
});

test("a text that is in neither field changes nothing", () => {
  expect(mutateOsRelease(debian, "14", "14.0")).toBeUndefined();
});

test("a text with characters of a pattern is taken literally", () => {
  expect(mutateOsRelease("VERSION=a.c\n", ".", "$&")).toBe("VERSION=a$&c\nOSTREE_VERSION='$&'\n");
});
