import fc from "fast-check";
import { expect, test } from "vitest";
import { textOfPullRequest } from "./text-of-pull-request.ts";

test("a text that GitHub takes stays as it is", () => {
  expect(textOfPullRequest("### a\n\n| b |\n")).toBe("### a\n\n| b |\n");
});

test("whatever its lines are, a longer one is cut between lines, fits, and says so", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3000 }), { minLength: 200, maxLength: 400 }), (lines) => {
      const text = [...lines, "x".repeat(60_000)].join("\n");
      const cut = textOfPullRequest(text);

      expect(cut.length).toBeLessThan(65_000);
      const [kept = "", said] = cut.split(/\n\n(\d+ more lines are in the summary of the job[.]\n)$/);
      expect(said).toBeDefined();
      expect(text.startsWith(kept)).toBe(true);
    }),
    { numRuns: 20 },
  );
});
