import { expect, test } from "vitest";
import { errorsOf } from "./load-from-memory.fixture.ts";

/** What is written, where the error is, and what a part of each of its words is. */
export interface Case {
  readonly text: string;
  readonly at: string;
  readonly says: string;
  readonly key?: string;
  readonly hint?: string;
  readonly allowed?: string;
  readonly given?: string;
}

/** Adds the keys that every treefile needs below the text, so that only its own mistake is left. */
export function whole(text: string): string {
  const needed = [
    ["ref", "debian/test"],
    ["suite", "trixie"],
  ].filter(([key]) => !new RegExp(`^${key}:`, "m").test(text));
  return [text, ...needed.map(([key, value]) => `${key}: ${value}`), ""].join("\n");
}

/** One test a case: the treefile has that error and no other, at its place, and says what to do. */
export function check(cases: readonly Case[]): void {
  test.each(cases)("$text", ({ text, at, says, key, hint, allowed, given }) => {
    const errors = errorsOf(whole(text));

    expect(errors.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      expect.stringContaining(`${at} `),
    ]);
    const [error] = errors;
    expect(error?.message).toContain(says);
    expect(error?.file).toBe("/tree/system.yaml");
    expect(error?.excerpt).toMatch(/^ *\d+ \| .*\n +\| +\^$/);
    if (key !== undefined) expect(error?.key).toBe(key);
    if (hint !== undefined) expect(error?.hint).toContain(hint);
    if (allowed !== undefined) expect(error?.allowed).toContain(allowed);
    if (given !== undefined) expect(error?.given).toBe(given);
  });
}
