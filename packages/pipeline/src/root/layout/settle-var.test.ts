import { expect, test } from "vitest";
import { contentOf, origin, rootOf } from "../root-scene.fixture.ts";
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

test("/var is empty but for dpkg's database, and the machine makes what is needed there", async () => {
  const root = await rootOf(files);
  const rules = own(
    { path: "/var/cache/x", class: "discard" },
    { path: "/var/lib/app/**", class: "tmpfiles" },
    { path: "/var/lib/app", class: "tmpfiles" },
  );
  const warnings = await settleVar(root, await planVar(root, { own: rules, shipped }, new Set()));
  const content = await contentOf(root);

  expect(warnings).toEqual([]);
  expect(Object.keys(content).filter((path) => path.startsWith("/var"))).toEqual(["/var/lib/dpkg"]);
  expect(content["/var/lib/dpkg"]).toBe("->../../usr/lib/sysimage/dpkg");
  expect(content["/usr/lib/sysimage/dpkg/status"]).toBe("Package: a\n");
  expect(content["/usr/share/factory/var/lib/app/seed"]).toBe("text");
  expect(content["/usr/lib/tmpfiles.d/debootc-var.conf"]).toMatch(/\/var\/lib\/app\/seed/);
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
