import { expect, test } from "vitest";
import { indexPackages } from "./packages-index.ts";
import { fieldOf } from "./stanzas.ts";

const text = `Package: bash
Essential: yes
Version: 5.2

Package: mawk
Version: 1.3
Provides: awk

Package: bash
Essential: yes
Version: 5.3

Package: gawk
Provides: awk
Version: 5.2
`;

test("a package has the stanzas of all its versions", () => {
  const index = indexPackages(text);

  expect([...index.names()]).toEqual(["bash", "mawk", "gawk"]);
  expect(index.stanzasOf("bash").map((stanza) => fieldOf(stanza, "Version"))).toEqual(["5.2", "5.3"]);
  expect(index.stanzasOf("zsh")).toEqual([]);
});

test("essential and providing packages are found wherever they are", () => {
  const index = indexPackages(text);

  expect(index.essential()).toEqual(["bash"]);
  expect(index.providing().map((stanza) => fieldOf(stanza, "Package"))).toEqual(["mawk", "gawk"]);
});

test("an index as large as Debian's is read whole", () => {
  const stanza = (n: number) =>
    `Package: package-${n}\nVersion: ${n}\nProvides: virtual-${n}\nDescription: ${"x".repeat(700)}\n`;
  const large = Array.from({ length: 70_000 }, (_, n) => stanza(n)).join("\n");

  const index = indexPackages(large);

  expect(index.stanzasOf("package-69999").length).toBe(1);
});
