import { expect, test } from "vitest";
import { contentOf, rootOf } from "../root-scene.fixture.ts";
import { settleDpkg } from "./settle-dpkg.ts";

test("the database has one order, and nothing that only a running dpkg needs", async () => {
  const database = "/var/lib/dpkg";
  const root = await rootOf({
    [`${database}/status`]: "Package: b\nStatus: x\n\nPackage: a\n\n\n",
    [`${database}/status-old`]: "",
    [`${database}/lock`]: "",
    [`${database}/lock-frontend`]: "",
    [`${database}/available`]: "",
    [`${database}/triggers/Lock`]: "",
    [`${database}/triggers/File`]: "/usr/z b\n/usr/a a\n",
    [`${database}/statoverride`]: "root root 4755 /b\nroot root 4755 /a\n",
    [`${database}/info/a.list`]: "/.\n",
  });
  await settleDpkg(root);

  expect(await contentOf(root)).toEqual({
    [`${database}/info/a.list`]: "/.\n",
    [`${database}/statoverride`]: "root root 4755 /a\nroot root 4755 /b\n",
    [`${database}/status`]: "Package: a\n\nPackage: b\nStatus: x\n\n",
    [`${database}/triggers/File`]: "/usr/a a\n/usr/z b\n",
  });
});
