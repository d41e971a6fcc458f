import { describe, expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { loadFromMemory, treefilePath } from "./load-from-memory.fixture.ts";
import { loadTreefile } from "./load-treefile.ts";

const good = "ref: a\nsuite: sid\n";
const thrown = (action: () => unknown): DebootcError => {
  try {
    action();
  } catch (error) {
    if (error instanceof DebootcError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};
const at = (file: string, text: string | undefined, architecture = "amd64") =>
  loadTreefile({
    file,
    architecture,
    read: () => (text === undefined ? { why: "does not exist" } : new TextEncoder().encode(text)),
  });

describe("what is asked for", () => {
  test("an architecture goes by Debian's name", () => {
    expect(thrown(() => loadFromMemory(good, "x86_64"))).toMatchObject({
      code: "usage",
      hint: "Debian's name is `amd64`.",
    });
    expect(thrown(() => loadFromMemory(good, "aarch64")).hint).toContain("`arm64`");
    expect(thrown(() => loadFromMemory(good, "vax")).hint).toContain("riscv64");
  });

  test("a treefile that is not there is told without a place", () => {
    const error = thrown(() => at("/no/such.yaml", undefined));

    expect(error).toMatchObject({ code: "treefile-invalid", message: "/no/such.yaml has 1 error" });
    expect(error.diagnostics).toMatchObject([
      { file: "/no/such.yaml", message: expect.stringContaining("does not exist") },
    ]);
    expect(error.diagnostics[0]?.line).toBeUndefined();
  });

  test("the treefile's name is that of its file", () => {
    expect(at("/a/my-system.v2.yml", good).treefile.name).toBe("my-system.v2");
    expect(thrown(() => at("/a/my system.yaml", good)).diagnostics).toMatchObject([
      { hint: "Rename the treefile." },
    ]);
  });
});

describe("what is thrown", () => {
  test("counts the errors and has the warnings too, by place", () => {
    const error = thrown(() =>
      loadFromMemory("units: [a.timer, a.timer]\nsuite: x\npackages: [A, B]\nref: a\n"),
    );

    expect(error.message).toBe(`${treefilePath} has 3 errors`);
    expect(error.exitStatus).toBe(3);
    expect(error.diagnostics.map(({ severity, line, column }) => `${severity} ${line}:${column}`)).toEqual([
      "error 2:8",
      "error 3:12",
      "error 3:15",
      "warning 1:18",
    ]);
  });

  test("says of a key that is missing everywhere what it looks like", () => {
    const { diagnostics } = thrown(() => loadFromMemory("packages: [vim]\n"));

    expect(diagnostics).toMatchObject([
      { key: "ref", hint: "Write `ref: debian/${suite}/${basearch}/NAME`." },
      { key: "suite", hint: "Write `suite: trixie`." },
    ]);
  });

  test("does not call a key missing that is given wrongly", () => {
    const { diagnostics } = thrown(() => loadFromMemory("ref: ''\nsuite: trixi\n"));

    expect(diagnostics.map(({ key }) => key)).toEqual(["ref", "suite"]);
  });

  test("has every repeated key of a file", () => {
    const { diagnostics } = thrown(() => loadFromMemory("ref: a\nref: b\nsuite: sid\nsuite: sid\n"));

    expect(diagnostics.map(({ line }) => line)).toEqual([2, 4]);
  });
});
