import { expect, test } from "vitest";
import { contentOf, modeOf, origin, refusalOf, rootOf } from "../root-scene.fixture.ts";
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
const origins = {
  packages: new Set(["app"]),
  ownerOf: (path: string) => (path.startsWith("/var/lib/app") ? "app" : undefined),
  wasThere: () => true,
};
const own = (...rules: { path: string; class: "tmpfiles" | "discard"; package?: string }[]) =>
  rules.map((rule) => ({ rule, origin }));

test("/var has no files, and the machine makes what is needed there", async () => {
  const root = await rootOf(files);
  const rules = own(
    { path: "/var/cache/x", class: "discard" },
    { path: "/var/lib/app/**", class: "tmpfiles" },
  );
  const more = own({ path: "/var/lib/app", class: "tmpfiles" });
  const warnings = await settleVar(root, { own: [...rules, ...more], shipped }, origins);
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
  await settleVar(root, { own: rules, shipped: shipped + more }, origins);
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

test("a path without a rule ends the build, with the package that left it", async () => {
  const error = await refusalOf(settleVar(await rootOf(files), { own: [], shipped }, origins));

  expect(error.code).toBe("var-unclassified");
  expect(JSON.stringify(error.diagnostics)).toContain("app");
});

test("a rule for an installed package that matches nothing is stale; one for no package is warned of", async () => {
  const lib = "- {path: /var/lib, class: tmpfiles}";
  const clean = { "/etc/passwd": "", "/etc/group": "", "/var/lib/": "" };
  const stale = own({ path: "/var/lib/gone", class: "discard", package: "app" });
  const error = await refusalOf(settleVar(await rootOf(clean), { own: stale, shipped: lib }, origins));

  expect(error).toMatchObject({ code: "var-rule-stale", diagnostics: [origin] });
  const rules = {
    own: own({ path: "/var/lib/gone", class: "discard" }),
    shipped: lib,
  };
  expect(await settleVar(await rootOf(clean), rules, origins)).toEqual([
    expect.objectContaining({ code: "var-rule-unused" }),
  ]);
});
