import { expect, test } from "vitest";
import { glyphsFor } from "../../screen/glyphs.ts";
import { createStyle } from "../../screen/style.ts";
import { chrootSummary } from "./chroot-summary.ts";

const canvas = { columns: 80, directory: "/tree", style: createStyle(false), glyphs: glyphsFor(true) };
const file = (line: number) => ({ from: "file", file: "/tree/chroots/sid.yaml", line, column: 1 }) as const;

test("each value has its place and what it takes the place of, and nothing in it acts on a terminal", () => {
  const text = chrootSummary(
    {
      name: "sid-amd64",
      architecture: "amd64",
      files: [
        { path: "/tree/chroots/sid.yaml", kind: "shipped", present: true },
        { path: "/etc/debootc/mock-build.yaml", kind: "site", present: false },
      ],
      values: [
        { path: ["packages", "vim"], value: "vim", origin: file(3), overrides: [] },
        {
          path: ["environment", "A"],
          value: "\u001b[31m",
          origin: { from: "option", name: "--env" },
          overrides: [],
        },
        {
          path: ["tmpfs"],
          value: "on",
          origin: file(4),
          overrides: [
            { value: "auto", origin: { from: "default" } },
            { value: "off", origin: file(1) },
          ],
        },
      ],
      unset: [{ path: ["mirror"], meaning: "that of this machine" }],
    },
    canvas,
  );

  expect(text.split("\n").map((line) => line.trim().replaceAll(/ {2,}/g, " | "))).toEqual([
    "",
    "The chroot sid-amd64",
    "packages | vim | chroots/sid.yaml:3",
    "environment.A | \\u001b[31m | --env",
    "tmpfs | on | chroots/sid.yaml:4, the default is auto, in place of off of chroots/sid.yaml:1",
    "mirror | not set | that of this machine",
    "",
    "Files, the strongest first",
    "/etc/debootc/mock-build.yaml | (not there)",
    "chroots/sid.yaml",
    "",
    "",
  ]);
});
