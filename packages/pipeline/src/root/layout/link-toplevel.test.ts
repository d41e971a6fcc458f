import { expect, test } from "vitest";
import { contentOf, modeOf, refusalOf, rootOf } from "../root-scene.fixture.ts";
import { linkToplevel, pathBeforeMove } from "./link-toplevel.ts";

const links = {
  "/home": "->var/home",
  "/srv": "->var/srv",
  "/mnt": "->var/mnt",
  "/root": "->var/roothome",
  "/media": "->run/media",
  "/ostree": "->sysroot/ostree",
};

test("directories of the machine become links into /var, with what packages put there", async () => {
  const root = await rootOf({ "/root/.bashrc": "x", "/opt/app/run": "y", "/usr/local/bin/": "" });
  await linkToplevel(root, "var");

  expect(await contentOf(root)).toMatchObject({
    ...links,
    "/opt": "->var/opt",
    "/usr/local": "->../var/usrlocal",
    "/var/roothome/.bashrc": "x",
    "/var/opt/app/run": "y",
    "/var/usrlocal/bin/": "",
    "/sysroot/": "",
  });
});

test("a home of root that is made is root's alone", async () => {
  const root = await rootOf({});
  await linkToplevel(root, "var");

  expect(await modeOf(root, "/var/roothome")).toBe("700");
});

test("with opt-usrlocal: root, /opt belongs to the read-only image, and /usr/local stays", async () => {
  const root = await rootOf({ "/opt/app/run": "y", "/usr/local/bin/tool": "z" });
  await linkToplevel(root, "root");

  expect(await contentOf(root)).toMatchObject({
    ...links,
    "/opt": "->usr/lib/opt",
    "/usr/lib/opt/app/run": "y",
    "/usr/local/bin/tool": "z",
  });
});

test("a place for /opt that is taken is refused", async () => {
  const error = await refusalOf(linkToplevel(await rootOf({ "/usr/lib/opt/x": "" }), "root"));

  expect(error.code).toBe("layout-impossible");
});

test("a path is known by the name that it had before the move", () => {
  const paths = ["/var/roothome/.bashrc", "/var/usrlocal", "/var/opt/x", "/var/optical", "/usr/lib/opt/x"];

  expect(paths.map((path) => pathBeforeMove(path, "var"))).toEqual([
    "/root/.bashrc",
    "/usr/local",
    "/opt/x",
    "/var/optical",
    "/usr/lib/opt/x",
  ]);
  expect(paths.map((path) => pathBeforeMove(path, "root"))).toEqual([
    "/root/.bashrc",
    "/var/usrlocal",
    "/var/opt/x",
    "/var/optical",
    "/opt/x",
  ]);
});
