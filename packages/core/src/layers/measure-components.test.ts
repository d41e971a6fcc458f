import { expect, test } from "vitest";
import { directory, file, hardlink, symlink } from "../tree/tree.fixture.ts";
import { measureComponents } from "./measure-components.ts";
import { databaseOf, installed } from "./package-database.fixture.ts";

test("a component has the bytes of its files, the versions of its packages and the shortest of their intervals", () => {
  const entries = [
    directory("."),
    directory("empty"),
    file("f", 70),
    hardlink("g", "f"),
    symlink("l", "f"),
    file("o", 5),
  ];
  const components = new Map([
    ["empty", "nothing"],
    ["f", "glibc"],
    ["g", "glibc"],
    ["l", "glibc"],
    ["o", "generated/x"],
  ]);
  const database = databaseOf([
    installed("libc6", [], { source: "glibc", version: "2.41-12", updateInterval: 30 }),
    installed("locales", [], { source: "glibc", version: "2.41-12+deb13u1", updateInterval: 20 }),
    installed("libc-bin", [], { source: "glibc", version: "2.41-12" }),
    installed("unused", [], { updateInterval: 1 }),
    installed("nothing", []),
  ]);

  expect(measureComponents(entries, components, database)).toEqual([
    { name: "nothing", bytes: 0, versions: ["1"] },
    { name: "glibc", bytes: 70, versions: ["2.41-12", "2.41-12+deb13u1", "2.41-12"], updateInterval: 20 },
    { name: "generated/x", bytes: 5, versions: [] },
  ]);
});
