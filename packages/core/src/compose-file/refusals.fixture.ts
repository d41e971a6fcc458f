import { expect, test } from "vitest";
import { composeErrors } from "./compose-from-memory.fixture.ts";

/** What is written, and what the error says. */
export interface Case {
  readonly text: string;
  /** Line and column without the line of the release, and the whole message. */
  readonly says: string;
  readonly key?: string;
  readonly given?: string;
  readonly allowed?: string;
  readonly hint?: string;
}

/** A variant that has nothing wrong. */
export const good = "  ok: {treefile: base.yaml, arches: [amd64]}\n";
/** A file with a second variant, which has these keys. */
export const variant = (keys: string) => `variants:\n${good}  v: {inherits: ok, ${keys}}\n`;
/** A file with an override that has these keys. */
export const override = (keys: string) => `variants:\n${good}overrides: [{${keys}}]\n`;
/** A file with these patterns. */
export const patterns = (keys: string) => `variants:\n${good}patterns: {${keys}}\n`;

/** One test a case: the compose file has that error and no other, at its place, and says what to do. */
export function check(cases: readonly Case[]): void {
  test.each(cases)("$text", ({ text, says, key, given, allowed, hint }) => {
    const errors = composeErrors(text);

    expect(errors.map(({ line = 0, column, message }) => `${line - 1}:${column} ${message}`)).toEqual([says]);
    const [error] = errors;
    expect(error?.code).toBe("compose-file-invalid");
    expect(error?.file).toBe("/tree/compose.yaml");
    expect(error?.excerpt).toMatch(/^ *\d+ \| .*\n +\| +\^$/);
    if (key !== undefined) expect(error?.key).toBe(key);
    if (given !== undefined) expect(error?.given).toBe(given);
    if (allowed !== undefined) expect(error?.allowed).toContain(allowed);
    if (hint !== undefined) expect(error?.hint).toContain(hint);
  });
}
