import { universeOf } from "@debootc/core/lock/universe.fixture";
import { describe, expect, test } from "vitest";
import { uselessPins } from "./useless-pins.ts";

const universe = universeOf({ trixie: ["bash 5.2", "zsh 5.9"] });
const release = (suite: string, codename: string) => ({ suite, codename });
const known = [
  { index: { suite: "trixie" }, release: release("stable", "trixie") },
  { index: { suite: "trixie-backports" }, release: release("stable-backports", "trixie-backports") },
] as unknown as Parameters<typeof uselessPins>[2];

const messages = (names: string, pin: string) =>
  uselessPins(
    [{ package: names, pin, priority: 500 }] as Parameters<typeof uselessPins>[0],
    universe,
    known,
  ).map(({ message, hint }) => [message, hint]);

describe("a pin is reported as useless", () => {
  test("for each name that no index has", () => {
    expect(messages("bash bahs zhs", "release a=stable")).toEqual([
      ["pins names bahs, but there is no such package", "Correct or remove it."],
      ["pins names zhs, but there is no such package", "Correct or remove it."],
    ]);
  });

  test("when it means a suite of no source, with the one that was probably meant", () => {
    expect(messages("bash", "release a=stable-backport")).toEqual([
      [
        "the pin `release a=stable-backport` refers to a suite that no source has",
        "Did you mean stable-backports?",
      ],
    ]);
    expect(messages("bash", "release n=sid")).toEqual([
      [
        "the pin `release n=sid` refers to a suite that no source has",
        "Add a source that has it to `sources`.",
      ],
    ]);
  });
});

test.each([
  ["a pattern of names", "*", "release a=stable"],
  ["a pattern of suites", "bash", "release a=*-backports"],
  ["an archive and a codename that exist", "bash", "release a=stable, n=trixie-backports"],
  ["a version", "bash", "version 5.*"],
  ["an origin", "bash", "origin deb.example.org"],
])("%s is no reason to warn", (_, names, pin) => {
  expect(messages(names, pin)).toEqual([]);
});
