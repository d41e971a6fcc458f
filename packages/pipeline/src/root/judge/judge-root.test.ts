import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { origin, rootOf } from "../root-scene.fixture.ts";
import { hintOf, judge, key, messagesOf, offered, refusal, widget } from "./judge-scene.fixture.ts";
import { takeSnapshot } from "./path-makers.ts";

test("a root that an image can hold is not refused", async () => {
  const root = await rootOf({ ...widget, "/etc/motd": "hello", "/var/lib/widget/": "" });

  await expect(judge(root)).resolves.toBeUndefined();
});

test("all that is wrong is reported at once", async () => {
  const root = await rootOf({
    ...widget,
    "/etc/own.key": key("made"),
    "/var/lib/widget/state": "x",
    "/usr/.wh.x": "",
  });
  const own = [{ path: "/var/lib/gone", class: "discard", package: "widget" } as const];
  const error = await refusal(root, { own });

  expect(error.code).toBe("secret-made");
  expect(error.diagnostics.map(({ code }) => code)).toEqual([
    "secret-made",
    "var-unclassified",
    "layout-impossible",
    "var-rule-stale",
  ]);
  expect(error.message).toBe(
    "a secret was made while the image was built; 1 path in /var without a rule; 1 entry that no image can hold; rules for /var have outlived what they were written for",
  );
  expect(error.diagnostics[3]).toMatchObject(origin);
});

describe("who left a path is said as far as it is known", () => {
  const files = { ...widget, "/var/lib/widget/state": "x" };

  test("the package that ships it", async () => {
    expect(messagesOf(await refusal(await rootOf(files)))).toEqual([
      "/var/lib/widget/state: the package widget left a file in /var that no rule covers",
    ]);
  });

  test("a maintainer script, with the package whose directory it is in", async () => {
    const root = await rootOf({ ...widget, "/var/lib/widget/made": "x", "/var/lib/other": "x" });

    expect(messagesOf(await refusal(root))).toEqual([
      "/var/lib/other: a maintainer script left a file in /var that no rule covers",
      "/var/lib/widget/made: a maintainer script (in a directory of widget) left a file in /var that no rule covers",
    ]);
  });

  test("a script of the treefile, if it made or changed it", async () => {
    const root = await rootOf({ ...widget, "/var/lib/one": "x", "/var/lib/two": "x" });
    const before = await takeSnapshot(root);
    await root.writeFile("/var/lib/three", "x");
    await root.writeFile("/var/lib/two", "changed");
    const scripts = { before, after: await takeSnapshot(root) };

    expect(messagesOf(await refusal(root, { scripts })).map((text) => text.split(" left")[0])).toEqual([
      "/var/lib/one: a maintainer script",
      "/var/lib/three: a postprocess script",
      "/var/lib/two: a postprocess script",
    ]);
  });

  test("the generator of the initramfs, where no removal would help", async () => {
    const root = await rootOf(widget);
    const initramfs = await takeSnapshot(root);
    await root.writeFile("/var/lib/dracut/x/font", "x");
    await root.writeFile("/var/lib/dracut/x/keymap", "x");
    const error = await refusal(root, { initramfs });

    expect(messagesOf(error)).toEqual([
      "/var/lib/dracut/x: dracut, which makes the initramfs, left 2 files in /var that no rule covers",
    ]);
    expect(hintOf(error)).not.toContain("remove-files");
    expect(offered(hintOf(error))).toEqual([{ path: "/var/lib/dracut/x/**", class: "discard" }]);
  });
});

describe("the rule that is offered", () => {
  test.each([
    [
      "copies an ordinary file",
      { "/var/lib/widget/state": "x" },
      {},
      { path: "/var/lib/widget/state", class: "tmpfiles", package: "widget" },
    ],
    [
      "outlives the kernel's version",
      { "/var/lib/x/6.12.38+deb13-amd64/a": "x", "/var/lib/x/6.12.38+deb13-amd64/b": "x" },
      {},
      { path: "/var/lib/x/*/**", class: "tmpfiles" },
    ],
    [
      "keeps programs below /usr",
      { "/var/lib/tool/bin/run": "x", "/var/lib/tool/data": "x" },
      { "/var/lib/tool/bin/run": 0o755 },
      { path: "/var/lib/tool", class: "sysimage" },
    ],
    [
      "drops what only its owner may read",
      { "/var/lib/x/token": "0123456789abcdef" },
      { "/var/lib/x/token": 0o600 },
      { path: "/var/lib/x/token", class: "discard" },
    ],
    [
      "drops what only some may read",
      { "/var/lib/x/db": "0123456789abcdef" },
      { "/var/lib/x/db": 0o640 },
      { path: "/var/lib/x/db", class: "discard" },
    ],
    [
      "drops what is called a secret",
      { "/var/lib/x/cluster.secret": "0123456789abcdef" },
      {},
      { path: "/var/lib/x/cluster.secret", class: "discard" },
    ],
    [
      "copies what has such a word in the midst of another",
      { "/var/lib/x/keyboard": "0123456789abcdef" },
      {},
      { path: "/var/lib/x/keyboard", class: "tmpfiles" },
    ],
    [
      "copies a private file that is too short to be a secret",
      { "/var/lib/x/sequence": "0\n" },
      { "/var/lib/x/sequence": 0o600 },
      { path: "/var/lib/x/sequence", class: "tmpfiles" },
    ],
    [
      "is right for a name with a comma and a space",
      { "/var/lib/x/a, b": "x" },
      {},
      { path: "/var/lib/x/a, b", class: "tmpfiles" },
    ],
  ] as const)("%s", async (_, files, modes, rule) => {
    const root = await rootOf({ ...widget, ...files });
    for (const [path, mode] of Object.entries(modes)) await chmod(join(root.path, path), mode);
    const error = await refusal(root);

    expect(offered(hintOf(error))).toEqual([rule]);
    await expect(judge(root, { own: offered(hintOf(error)) })).resolves.toBeUndefined();
  });

  test("is never a copy in /var for programs", async () => {
    const root = await rootOf({ ...widget, "/var/lib/tool/run": "x" });
    await chmod(join(root.path, "/var/lib/tool/run"), 0o755);

    expect(JSON.stringify((await refusal(root)).diagnostics)).not.toContain("tmpfiles");
  });

  test("does not outlive a version if it would take another file then", async () => {
    const root = await rootOf({ ...widget, "/var/lib/x/1.0/a": "x", "/var/lib/x/2.0/a": "x" });
    const own = [{ path: "/var/lib/x/2.0/a", class: "discard" } as const];

    expect(offered(hintOf(await refusal(root, { own })))).toEqual([
      { path: "/var/lib/x/1.0/a", class: "tmpfiles" },
    ]);
  });

  test("names no package of one version alone", async () => {
    const root = await rootOf({
      "/var/lib/dpkg/info/linux-image-6.12.38+deb13-amd64.list": "/var/lib/state\n",
      "/var/lib/state": "",
    });

    expect(offered(hintOf(await refusal(root)))).toEqual([{ path: "/var/lib/state", class: "tmpfiles" }]);
  });
});

describe("below /opt and /usr/local", () => {
  const files = {
    "/var/lib/dpkg/info/vendor.list":
      "/.\n/opt\n/opt/vendor\n/opt/vendor/bin\n/opt/vendor/bin/run\n/opt/vendor/data\n/usr/local/bin/x\n",
    "/var/opt/vendor/bin/run": "x",
    "/var/opt/vendor/data": "x",
    "/var/usrlocal/bin/x": "x",
  };

  test("the image is offered, and no copy", async () => {
    const error = await refusal(await rootOf(files));

    expect(messagesOf(error)).toEqual([
      "/opt: the package vendor left 2 files, but /opt belongs to the machine",
      "/usr/local/bin/x: the package vendor left a file, but /usr/local belongs to the machine",
    ]);
    expect(error.diagnostics.map(({ hint }) => hint)).toEqual([
      expect.stringContaining("opt-usrlocal: root"),
      expect.stringContaining("opt-usrlocal: root"),
    ]);
    expect(JSON.stringify(error.diagnostics)).not.toContain("tmpfiles");
  });

  test("with it, files are the package's", async () => {
    const root = await rootOf({
      "/var/lib/dpkg/info/vendor.list": "/.\n/opt\n/opt/vendor.key\n",
      "/usr/lib/opt/vendor.key": key("everyone has it"),
    });

    await expect(judge(root, { optUsrlocal: "root" })).resolves.toBeUndefined();
  });
});
