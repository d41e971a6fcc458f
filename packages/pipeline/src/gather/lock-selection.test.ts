import { indexPackages } from "@debootc/core/deb822/packages-index";
import { packageUniverse } from "@debootc/core/lock/package-universe";
import { expect, test } from "vitest";
import type { ArchiveSource } from "./archive-sources.ts";
import { lockSelection } from "./lock-selection.ts";

const [one, two] = ["1".repeat(64), "2".repeat(64)];
const stanza = (name: string, sha256: string, architecture = "amd64") =>
  `Package: ${name}\nVersion: 1-1\nArchitecture: ${architecture}\nSize: 7\nSHA256: ${sha256}\nFilename: pool/${name}_${architecture}.deb\n`;
const part = (sourceId: string, stanzas: readonly string[]) => ({
  sourceId,
  suite: "trixie",
  notAutomatic: false,
  index: indexPackages(stanzas.join("\n")),
});
const source = (id: string, uri: string) => ({ id, uris: [uri] }) as unknown as ArchiveSource;

test("what apt chose is found by its hash and sorted by name, then architecture", () => {
  const universe = packageUniverse([
    part("debian", [stanza("b", one), stanza("a", two, "i386"), stanza("a", one)]),
  ]);
  const uri = "http://deb.example.org/debian/pool/x.deb";

  const locked = lockSelection(
    [
      { uri, name: "b", sha256: one },
      { uri, name: "a", sha256: two },
      { uri, name: "a", sha256: one },
    ],
    universe,
    [source("debian", "http://deb.example.org/debian/")],
  );

  expect(locked.map(({ name, architecture, filename }) => [name, architecture, filename])).toEqual([
    ["a", "amd64", "pool/a_amd64.deb"],
    ["a", "i386", "pool/a_i386.deb"],
    ["b", "amd64", "pool/b_amd64.deb"],
  ]);
});

test("of two sources with the same bytes, the one that apt takes them from is locked", () => {
  const universe = packageUniverse([part("debian", [stanza("a", one)]), part("mirror", [stanza("a", one)])]);
  const sources = [
    source("debian", "http://deb.example.org/debian"),
    source("mirror", "http://mirror.example.org/debian/"),
  ];
  const chosen = (uri: string) =>
    lockSelection([{ uri, name: "a", sha256: one }], universe, sources)[0]?.sourceId;

  expect(chosen("http://mirror.example.org/debian/pool/a.deb")).toBe("mirror");
  expect(chosen("http://deb.example.org/debian/pool/a.deb")).toBe("debian");
  expect(chosen("http://deb.example.org/debian-other/pool/a.deb")).toBe("debian");
});

test("a package that no verified index has is a fault", () => {
  const universe = packageUniverse([part("debian", [stanza("a", one)])]);

  expect(() => lockSelection([{ uri: "http://x/a.deb", name: "a", sha256: two }], universe, [])).toThrow(
    "http://x/a.deb, which no verified index has",
  );
});
