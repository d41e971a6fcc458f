import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { errorCodes } from "@debootc/core/error/codes";
import { describe, expect, test } from "vitest";
import { parseCase, refusalOf, writtenCase } from "./refused-input.fixture.ts";

// Wrong inputs, one a file, with all that debootc says of them. `npm run test:unit -- refused-inputs -u` writes what
// it says now: read the difference, it is what people will read.
const corpus = join(import.meta.dirname, "../treefile/fixtures/refused");
const cases = readdirSync(corpus).filter((name) => name.endsWith(".txt"));

test("the corpus has many", () => expect(cases.length).toBeGreaterThan(200));

describe("is refused, with place, words and exit status", () => {
  test.each(cases)("%s", async (name) => {
    const file = join(corpus, name);
    const given = parseCase(readFileSync(file, "utf8"));
    const refusal = await refusalOf(given);

    expect(refusal, "nothing was refused").toBeDefined();
    await expect(writtenCase(given, refusal?.text ?? "")).toMatchFileSnapshot(file);
    expect(errorCodes[refusal?.error.code ?? "internal-fault"].class).toBe("configuration");
    for (const { file: at, line, column, message, allowed, hint } of refusal?.error.diagnostics ?? []) {
      if (message.startsWith("and ")) continue;
      expect(at, "a file").toBeDefined();
      // Nothing can be read of a file that cannot be read.
      if (!/^the treefile |cannot name a compose/.test(message))
        expect([line, column]).not.toContain(undefined);
      expect(allowed ?? hint, message).toBeDefined();
    }
  });
});
