import { expect, test } from "vitest";
import { dracutRefusal } from "./dracut-refusal.ts";

const at = (argument: string, line: number) => ({
  argument,
  origin: { file: "/tree/system.yaml", line, column: 5 },
});
const args = [at("--omit=nfs", 3), at("--add=crypt nosuch", 4)];

test("a complaint is told at the argument that names what is missing", () => {
  const { code, diagnostics } = dracutRefusal(["dracut[E]: Module 'nosuch' cannot be found."], args);

  expect(code).toBe("treefile-invalid");
  expect(diagnostics).toMatchObject([{ line: 4, given: "--add=crypt nosuch" }]);
});

test("a complaint about anything else is told as it is", () => {
  const { code, message, diagnostics } = dracutRefusal(["dracut[E]: FAILED: cp -a x"], args);

  expect(code).toBe("layout-impossible");
  expect(message).toContain("FAILED: cp -a x");
  expect(diagnostics).toEqual([]);
});
