import { describe, expect, test } from "vitest";
import { errorsOf } from "./load-from-memory.fixture.ts";
import { check, whole } from "./refusals.fixture.ts";

describe("what is written as other tools want it is one error, with the line to write", () => {
  check([
    {
      text: "kernel-arguments: quiet splash",
      at: "1:19",
      says: "expected a list, not a string",
      hint: 'Write a list: [quiet, splash], or ["quiet splash"] if it is one item.',
    },
    {
      text: "add-files:\n  - a: /etc/a",
      at: "2:5",
      says: "expected a pair, not a map",
      hint: "Write `[a, /etc/a]`.",
    },
    {
      text: "add-files:\n  - files/a:/etc/a",
      at: "2:5",
      says: "expected a pair or a map, not a string",
      hint: "Write `[files/a, /etc/a]`.",
    },
    {
      text: "add-files:\n  files/a: /etc/a\n  b: /etc/b",
      at: "2:3",
      says: "expected a list, not a map",
      hint: "Write a list of pairs: [[files/a, /etc/a], [b, /etc/b]].",
    },
    {
      text: "packages:\n  - nano:",
      at: "2:5",
      says: "expected a string, not a map",
      hint: "Remove the colon: `- nano`.",
    },
  ]);
});

test("a key that is nearly right is told without all the others, which help whoever is lost", () => {
  const [near, lost] = errorsOf(whole("pakages: [nano]\nfrobnicate: 1"));
  expect(near).toMatchObject({ key: "pakages", hint: "Did you mean `packages`?" });
  expect(near).not.toHaveProperty("allowed");
  expect(lost?.allowed).toContain("packages, ");
  expect(lost).not.toHaveProperty("hint");
});
