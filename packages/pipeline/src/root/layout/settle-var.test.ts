import { expect, test } from "vitest";
import { contentOf, modeOf, origin, rootOf } from "../root-scene.fixture.ts";
import { planVar } from "./plan-var.ts";
import { settleVar } from "./settle-var.ts";

const files = {
  "/etc/passwd": "root:x:0:0:::\n",
  "/etc/group": "root:x:0:\n",
  "/var/lib/dpkg/status": "Package: a\n",
  "/var/cache/x/made": "cache",
  "/var/lib/app/seed": "text",
};
const shipped = `
- {path: /var/lib, class: tmpfiles}
- {path: /var/cache, class: tmpfiles}
- {path: /var/lib/dpkg, class: sysimage}
`;
const own = (...rules: { path: string; class: "tmpfiles" | "discard" | "sysimage"; package?: string }[]) =>
  rules.map((rule) => ({ rule, origin }));

test("/var has no files, and the machine makes what is needed there", async () => {
  const root = await rootOf(files);
  const rules = own(
    { path: "/var/cache/x", class: "discard" },
    { path: "/var/lib/app/**", class: "tmpfiles" },
    { path: "/var/lib/app", class: "tmpfiles" },
  );
  const warnings = await settleVar(root, await planVar(root, { own: rules, shipped }, new Set()));
  const content = await contentOf(root);

  expect(warnings).toEqual([]);
  expect(Object.keys(content).filter((path) => path.startsWith("/var"))).toEqual([
    "/var/cache/",
    "/var/lib/app/",
    "/var/lib/dpkg",
  ]);
  expect(content["/var/lib/dpkg"]).toBe("->../../usr/lib/sysimage/dpkg");
  expect(content["/usr/lib/sysimage/dpkg/status"]).toBe("Package: a\n");
  expect(content["/usr/share/factory/var/lib/app/seed"]).toBe("text");
  expect(content["/usr/lib/tmpfiles.d/debootc-var.conf"]).toMatch(/\/var\/lib\/app\/seed/);
});

test("a container has the directories and links that the machine makes, with their modes and owners", async () => {
  const root = await rootOf({
    ...files,
    "/usr/lib/tmpfiles.d/tmp.conf": "q /var/tmp 1777 root root 30d\n",
    "/var/tmp/left": "",
    "/var/tmp/dir/": "",
    "/var/spool/mail": "->../mail",
    "/var/lib/state": "state",
    "/var/gone/below/": "",
  });
  await root.setMode("/var/tmp", 0o1777);
  const more = `
- {path: /var/spool, class: tmpfiles}
- {path: /var/spool/mail, class: tmpfiles}
- {path: /var/lib/state, class: sysimage}
- {path: /var/lib/app, class: tmpfiles}
- {path: /var/tmp, class: tmpfiles}
`;
  const rules = own(
    { path: "/var/cache/x", class: "discard" },
    { path: "/var/lib/app/**", class: "discard" },
    { path: "/var/tmp/*", class: "discard" },
    { path: "/var/gone", class: "discard" },
  );
  await settleVar(root, await planVar(root, { own: rules, shipped: shipped + more }, new Set()));
  const content = await contentOf(root);

  expect(Object.entries(content).filter(([path]) => path.startsWith("/var"))).toEqual([
    ["/var/cache/", ""],
    ["/var/lib/app/", ""],
    ["/var/lib/dpkg", "->../../usr/lib/sysimage/dpkg"],
    ["/var/lib/state", "->../../usr/lib/sysimage/state"],
    ["/var/spool/mail", "->../mail"],
    ["/var/tmp/", ""],
  ]);
  expect(await modeOf(root, "/var/tmp")).toBe("1777");
});

test("what a rule drops inside a directory that is kept as a whole is not kept", async () => {
  const root = await rootOf({ ...files, "/var/lib/app/key": "secret" });
  const rules = own(
    { path: "/var/lib/app/key", class: "discard" },
    { path: "/var/lib/app", class: "sysimage" },
    { path: "/var/cache/**", class: "discard" },
  );
  await settleVar(root, await planVar(root, { own: rules, shipped }, new Set()));

  expect(await root.list("/usr/lib/sysimage/app")).toEqual(["seed"]);
});

test("a rule for no package that matches nothing is warned of", async () => {
  const root = await rootOf({ "/etc/passwd": "", "/etc/group": "", "/var/lib/": "" });
  const rules = { own: own({ path: "/var/lib/gone", class: "discard" }), shipped };

  expect(await settleVar(root, await planVar(root, rules, new Set()))).toEqual([
    expect.objectContaining({ code: "var-rule-unused" }),
  ]);
});
