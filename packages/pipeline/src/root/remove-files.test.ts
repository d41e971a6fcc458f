import { expect, test } from "vitest";
import { removeFiles } from "./remove-files.ts";
import { contentOf, rootOf } from "./root-scene.fixture.ts";

test("paths and patterns go, and what matches only a part of a name stays", async () => {
  const root = await rootOf({
    "/usr/share/doc/a/copyright": "",
    "/usr/share/doc/b/copyright": "",
    "/usr/share/docs": "",
    "/etc/motd": "",
    "/etc/motd.d": "",
  });

  expect(await removeFiles(root, ["/usr/share/doc/*", "/etc/motd"])).toEqual([]);
  expect(await contentOf(root)).toEqual({ "/etc/motd.d": "", "/usr/share/doc/": "", "/usr/share/docs": "" });
});

test("an entry that matches nothing is warned of, and the others are removed all the same", async () => {
  const root = await rootOf({ "/etc/motd": "" });
  const warnings = await removeFiles(root, ["/etc/none", "/etc/n*", "/etc/motd"]);

  expect(warnings.map(({ message }) => message)).toEqual([
    "remove-files: /etc/none matched nothing",
    "remove-files: /etc/n* matched nothing",
  ]);
  expect(await contentOf(root)).toEqual({ "/etc/": "" });
});

test("a link is removed, not what it leads to", async () => {
  const root = await rootOf({ "/usr/lib/x": "kept", "/etc/x": "->../usr/lib/x" });
  await removeFiles(root, ["/etc/x"]);

  expect(await contentOf(root)).toEqual({ "/etc/": "", "/usr/lib/x": "kept" });
});

test("names that are not UTF-8 go by a pattern, and by their bytes as messages print them", async () => {
  const root = await rootOf({ "/usr/share/a\\x2db": "", "/usr/share/kept": "" });
  for (const name of ["caf\udce9", "na\udcefve", "li\nne"]) await root.writeFile(`/usr/share/${name}/x`, "");

  expect(
    await removeFiles(root, [
      "/usr/share/caf\\xe9",
      "/usr/share/na*ve/x",
      "/usr/share/li\\x0ane",
      "/usr/share/a\\x2db",
    ]),
  ).toEqual([]);
  expect(await root.list("/usr/share")).toEqual(["kept", "na\udcefve"]);
  expect(await root.list("/usr/share/na\udcefve")).toEqual([]);
});
