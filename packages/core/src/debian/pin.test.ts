import { describe, expect, test } from "vitest";
import { loadFromMemory } from "../treefile/load-from-memory.fixture.ts";
import { check } from "../treefile/refusals.fixture.ts";

const pinned = (text: string) => loadFromMemory(`ref: a\nsuite: sid\n${text}`).treefile.pins;

describe("pins", () => {
  test.each([
    ["linux-image-*", "release n=trixie-backports", 900],
    ["nginx libssl3t64", "version 1.2*", -1],
    ["src:linux", "release o=Debian Backports, a=stable", 500],
    ["/^lib.*[0-9]$/", "origin deb.example.org", 32767],
    ["*", "release v=13.1", 1001],
  ])("%s, %s", (name, pin, priority) => {
    expect(pinned(`pins: [{package: '${name}', pin: '${pin}', priority: ${priority}}]\n`)).toEqual([
      { package: name, pin, priority },
    ]);
  });

  test("of the including treefile are tried first", () => {
    const pin = (name: string) => `pins: [{package: ${name}, pin: version 1, priority: 1}]\n`;
    const { pins } = loadFromMemory({
      "/tree/system.yaml": `include: base.yaml\nref: a\nsuite: sid\n${pin("outer")}`,
      "/tree/base.yaml": pin("base"),
    }).treefile;

    expect(pins.map((one) => one.package)).toEqual(["outer", "base"]);
  });
});

describe("refused", () => {
  const pin = (name: string, which: string, priority: number | string) =>
    `pins: [{package: "${name}", pin: "${which}", priority: ${priority}}]`;
  check([
    { text: pin("", "version 1", 1), at: "1:18", says: "no package is named" },
    { text: pin("nginx:amd64", "version 1", 1), at: "1:19", says: "names no package", hint: "alone" },
    { text: pin("x1 Nginx", "version 1", 1), at: "1:22", says: "names no package" },
    { text: pin("x1", "n=sid", 1), at: "1:29", says: "is not a pin", hint: "`release n=sid`" },
    {
      text: pin("x1", "release sid", 1),
      at: "1:29",
      says: "says nothing of a release",
      hint: "n (codename)",
    },
    { text: pin("x1", "release n=sid, x=y", 1), at: "1:29", says: '"x=y" says nothing' },
    { text: pin("x1", "version", 1), at: "1:29", says: "names no version" },
    { text: pin("x1", "origin a b", 1), at: "1:29", says: "names no host" },
    { text: pin("x1", "version 1", 0), at: "1:52", says: "not a priority", hint: "negative" },
    { text: pin("x1", "version 1", 40000), at: "1:52", says: "not a priority", allowed: "32767" },
    { text: pin("x1", "version 1", 1.5), at: "1:52", says: "not a priority" },
    { text: pin("x1", "version 1", '"high"'), at: "1:52", says: "expected a number" },
    { text: "pins: [{package: x1, pin: version 1}]", at: "1:8", says: "missing" },
    { text: "pins: {x1: 900}", at: "1:7", says: "expected a list" },
  ]);
});
