import { universeOf } from "@debootc/core/lock/universe.fixture";
import { expect, test } from "vitest";
import { unmetError } from "./unmet-error.ts";

const control = "Source: tiny\nBuild-Depends: make,\n libfooo-dev\nBuild-Conflicts: gcc\n";
const stanzas = ["libfoo-dev 1", "make 4", "gcc 14", "build-essential 12; Depends: gcc, make"];

async function errorFor(relations: Readonly<Record<string, string>>, text: string | undefined = control) {
  const solving = {
    what: "the build dependencies of tiny 1",
    written: { relations, control: async () => text },
    target: { hostArchitecture: "amd64", profiles: [] },
    universe: universeOf({ trixie: stanzas }),
    suite: "trixie",
    architecture: "amd64",
    hint: "Add a source.",
  };
  return unmetError(solving, "what apt says");
}

test("the names and lines at fault come first, without what apt says", async () => {
  const error = await errorFor({ buildDepends: "make, libfooo-dev", buildConflicts: "gcc" });

  expect(error.code).toBe("dependency-unmet");
  expect(error.message.split("\n")).toEqual([
    expect.stringMatching(/^gcc \(debian\/control:4\): the package conflicts with it/),
    expect.stringMatching(/^libfooo-dev \(debian\/control:3\): .* did you mean libfoo-dev\?$/),
    "cannot install the build dependencies of tiny 1 from trixie for amd64",
  ]);
});

test("a debian/control that cannot be read costs only the line", async () => {
  const { message } = await errorFor({ buildDepends: "libfooo-dev" }, "");

  expect(message).toMatch(/^libfooo-dev \(Build-Depends\): /);
});

test("where the fault lies deeper, apt says what it is", async () => {
  expect((await errorFor({ buildDepends: "make" })).message).toBe(
    "cannot install the build dependencies of tiny 1 from trixie for amd64:\n  apt says: what apt says",
  );
});
