import { DebootcError } from "@debootc/core/error/debootc-error";
import { describe, expect, test } from "vitest";
import { failureStatus, failureText } from "./failure-text.ts";
import { recordedScreen } from "./screen/screen.fixture.ts";

const pipe = recordedScreen({ interactive: false });

describe("failureText", () => {
  test("prints every finding, then what it comes to, then what to do next", () => {
    const finding = {
      severity: "error",
      code: "treefile-invalid",
      file: "/home/me/a.yaml",
      line: 3,
      column: 1,
    } as const;
    const error = new DebootcError("treefile-invalid", "a.yaml has 2 errors", {
      hint: "Mend them and run it again.",
      diagnostics: [
        { ...finding, key: "pakages", message: "this key does not exist", hint: "Did you mean `packages`?" },
        { ...finding, line: 9, message: "not YAML", includedFrom: ["/home/me/b.yaml"] },
      ],
    });

    expect(failureText(error, pipe)).toBe(
      [
        "a.yaml:3:1: pakages: this key does not exist",
        "  hint: Did you mean `packages`?",
        "",
        "a.yaml:9:1: not YAML",
        "  included from b.yaml",
        "",
        "debootc: a.yaml has 2 errors",
        "hint: Mend them and run it again.",
        "",
      ].join("\n"),
    );
    expect(failureStatus(error)).toBe(3);
  });

  test("control sequences that a message quotes do not reach the terminal", () => {
    const error = new DebootcError("image-invalid", "the name \u001b[2Jx\nis bad", { hint: "See \u0007y." });

    expect(failureText(error, pipe)).toBe("debootc: the name x\nis bad\nhint: See y.\n");
  });

  test.each([
    ["an unexpected error", new TypeError("x is undefined", { cause: new Error("the deeper cause") })],
    [
      "a DebootcError that calls itself a fault",
      new DebootcError("internal-fault", "x", { cause: new Error("the deeper cause") }),
    ],
  ])("%s is a fault: stack, causes, and where to report it", (_name, error) => {
    const text = failureText(error, pipe);

    expect(text).toMatch(/^debootc: this is a fault of debootc \d+\.\d+\.\d+, not of your treefile\n/);
    expect(text).toContain("failure-text.test.ts");
    expect(text).toContain("the deeper cause");
    expect(text).toMatch(/\nhint: Please report it .*https:\/\/.*\/issues\n$/);
    expect(failureStatus(error)).toBe(1);
  });

  test("things that are no errors are printed too", () => {
    expect(failureText("gone", pipe)).toContain("  gone\n");
  });

  test("a long finding is broken to the width of a terminal, its quoted line is not", () => {
    const excerpt = `   3 | packages: [${"vim, ".repeat(12)}]\n     |           ^`;
    const message = "this is a long message that does not fit into one row of forty columns";
    const error = new DebootcError("treefile-invalid", "1 error", {
      diagnostics: [{ severity: "error", code: "x", message, excerpt }],
    });

    const lines = failureText(error, recordedScreen({ columns: 40 })).split("\n");

    expect(lines.slice(0, 3)).toEqual([
      "this is a long message that does not",
      "  fit into one row of forty columns",
      excerpt.split("\n")[0],
    ]);
  });
});
