import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import { carriedError, carriedErrorSchema, carryError } from "./carried-error.ts";

/** To another process and into it, as a line of JSON. */
function carried(error: unknown) {
  return carriedError(carriedErrorSchema.parse(JSON.parse(JSON.stringify(carryError(error)))));
}

test("an error arrives with its hint, its findings and all that led to it", () => {
  const system = Object.assign(new Error("permission denied"), { code: "EACCES" });
  const finding = { severity: "error", code: "package-broken", message: "no", file: "a", line: 3 } as const;
  const middle = new DebootcError("tool-failed", "dpkg ended", { cause: system, diagnostics: [finding] });
  const top = new DebootcError("package-broken", "broken", {
    hint: "Mend it.",
    diagnostics: [finding],
    cause: middle,
  });

  const arrived = carried(top);

  expect(arrived).toMatchObject({ code: "package-broken", hint: "Mend it.", diagnostics: [finding] });
  expect(arrived.cause).toBeInstanceOf(DebootcError);
  expect(arrived.cause).toMatchObject({ code: "tool-failed", diagnostics: [finding] });
  expect((arrived.cause as DebootcError).cause).toMatchObject({
    name: "Error",
    message: "permission denied",
    code: "EACCES",
    stack: system.stack,
  });
});

test("what was not expected is a fault of debootc, whose cause it is", () => {
  const arrived = carried(new TypeError("x is undefined", { cause: "a text" }));

  expect(arrived).toMatchObject({
    code: "internal-fault",
    message: expect.stringContaining("x is undefined"),
  });
  expect(arrived.cause).toMatchObject({ name: "TypeError", cause: { message: "a text" } });
});

test("an error without a cause has none afterwards", () => {
  expect(carried(new DebootcError("usage", "no"))).not.toHaveProperty("cause");
});

test("errors that cause each other come to an end", () => {
  const [one, other] = [new Error("one"), new Error("other")];
  one.cause = other;
  other.cause = one;

  expect(carryError(one).causes).toHaveLength(8);
});
