import { expect, test } from "vitest";
import { contentOf, modeOf, refusalOf, rootOf } from "../root-scene.fixture.ts";
import { linkToplevel, pathBeforeMove, pathsOutsideImage } from "./link-toplevel.ts";

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

test("paths outside the image are known by their later name, and back", async () => {
  const root = await rootOf({ "/var/lib/x": "", "/root/.bashrc": "", "/opt/app": "" });

  expect([...(await pathsOutsideImage(root, "root"))]).toEqual([
    "/var/lib",
    "/var/lib/x",
    "/var/roothome/.bashrc",
  ]);
  expect(await pathsOutsideImage(root, "var")).toContain("/var/opt/app");
  expect(["/var/roothome/.bashrc", "/var/usrlocal", "/var/optical"].map(pathBeforeMove)).toEqual([
    "/root/.bashrc",
    "/usr/local",
    "/var/optical",
  ]);
});
