import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyPath, anyTree, directory, file, hardlink, symlink, treeOf } from "../tree/tree.fixture.ts";
import type { TreeEntry } from "../tree/tree-entry.ts";
import { assignComponents } from "./assign-components.ts";
import { databaseOf, installed } from "./package-database.fixture.ts";
import type { PackageFiles } from "../dpkg/package-database.ts";

const info = "usr/lib/sysimage/dpkg/info";

/** The component of each path, of a tree with these packages. */
function componentsOf(tree: readonly TreeEntry[], packages: readonly PackageFiles[] = []) {
  return Object.fromEntries(assignComponents(treeOf(...tree), databaseOf(packages)));
}

describe("what dpkg keeps about a package is the package's", () => {
  const packages = [
    installed("libc6", [], { source: "glibc" }),
    installed("python3.13", []),
    installed("libstdc++6", [], { source: "gcc-14" }),
    installed("forma", []),
  ];

  test.each([
    ["libc6:amd64.list", "glibc"],
    ["libc6.symbols", "glibc"],
    ["python3.13.postinst", "python3.13"],
    ["libstdc++6:amd64.md5sums", "gcc-14"],
    ["gone.list", "generated/dpkg"],
    ["format", "generated/dpkg"],
  ])("%s: %s", (name, component) => {
    expect(componentsOf([file(`${info}/${name}`)], packages)).toEqual({ [`${info}/${name}`]: component });
  });
});

describe("a link that no package has is of what it leads to:", () => {
  const packages = [
    installed("vim-tiny", ["/usr/bin/vim.tiny", "/usr/share/man/man1/vim.1.gz"], { source: "vim" }),
    installed("openssh-server", ["/lib/systemd/system/ssh.service"], { source: "openssh" }),
    installed("ca-certificates", ["/usr/share/ca-certificates/mozilla/A.crt"]),
  ];
  const files = [
    symlink("lib", "usr/lib"),
    file("usr/bin/vim.tiny"),
    file("usr/lib/systemd/system/ssh.service"),
    file("usr/share/ca-certificates/mozilla/A.crt"),
    file("etc/ssl/certs/ca-certificates.crt"),
    symlink("etc/alternatives/vi", "/usr/bin/vim.tiny"),
    symlink("etc/ssl/certs/A.pem", "/usr/share/ca-certificates/mozilla/A.crt"),
  ];

  test.each([
    ["an alternative", "etc/alternatives/vi", "/usr/bin/vim.tiny", "vim"],
    ["the name of an alternative", "usr/bin/editor", "/etc/alternatives/vi", "vim"],
    [
      "a unit that was enabled",
      "etc/systemd/system/multi-user.target.wants/ssh.service",
      "/lib/systemd/system/ssh.service",
      "openssh",
    ],
    ["a certificate", "etc/ssl/certs/A.pem", "/usr/share/ca-certificates/mozilla/A.crt", "ca-certificates"],
    ["a certificate by its hash", "etc/ssl/certs/0123abcd.0", "A.pem", "ca-certificates"],
    [
      "a link to what is generated",
      "etc/bundle.crt",
      "ssl/certs/ca-certificates.crt",
      "generated/certificates",
    ],
    ["a link to nothing", "etc/mtab", "/proc/self/mounts", "generated/unpackaged"],
    ["a link to itself", "etc/me", "me", "generated/unpackaged"],
  ])("%s", (_, path, target, component) => {
    expect(componentsOf([...files, symlink(path, target)], packages)[path]).toBe(component);
  });

  test("a link that a package has is that package's", () => {
    const link = symlink("usr/bin/vi", "vim.tiny");

    expect(
      componentsOf([...files, link], [...packages, installed("other", ["/bin/vi", "/usr/bin/vi"])]),
    ).toMatchObject({ "usr/bin/vi": "other" });
  });
});

describe("bytecode is of the package of its source:", () => {
  const packages = [installed("p", ["/usr/lib/python3/dist-packages/m.py", "/x.py"], { source: "src" })];
  const cache = "usr/lib/python3/dist-packages/__pycache__";

  test.each([
    ["beside it", `${cache}/m.cpython-313.pyc`, "src"],
    ["optimised", `${cache}/m.cpython-313.opt-1.pyc`, "src"],
    ["in the root", "__pycache__/x.cpython-313.pyc", "src"],
    ["of a source that is gone", `${cache}/gone.cpython-313.pyc`, "generated/unpackaged"],
    ["no bytecode", `${cache}/m.cpython-313.txt`, "generated/unpackaged"],
  ])("%s", (_, path, component) => {
    expect(componentsOf([file(path)], packages)).toEqual({ [path]: component });
  });
});

describe("what no package has is of who makes it:", () => {
  test.each([
    ["usr/lib/sysimage/dpkg/status", "dpkg"],
    ["usr/lib/sysimage/apt/extended_states", "dpkg"],
    ["etc/passwd", "accounts"],
    ["etc/ld.so.cache", "shared-libraries"],
    ["usr/lib/modules/6.12.48-amd64/initramfs.img", "initramfs"],
    ["usr/lib/modules/6.12.48-amd64/modules.dep.bin", "module-dependencies"],
    ["etc/ssl/certs/ca-certificates.crt", "certificates"],
    ["etc/pam.d/common-auth", "pam"],
    ["usr/lib/udev/hwdb.bin", "hardware-database"],
    ["usr/lib/locale/C.utf8/LC_CTYPE", "locales"],
    ["usr/lib/x86_64-linux-gnu/gdk-pixbuf-2.0/2.10.0/loaders.cache", "plug-in-caches"],
    ["usr/share/mime/mime.cache", "mime-types"],
    ["usr/share/factory/var/lib/x", "tmpfiles"],
    ["etc/motd", "unpackaged"],
    ["etc/passwd/sub", "unpackaged"],
    ["usr/lib/modules/6.12.48-amd64/kernel/modules.ko", "unpackaged"],
  ])("%s: %s", (path, kind) => {
    expect(componentsOf([file(path)])).toEqual({ [path]: `generated/${kind}` });
  });

  test("not when a package has it", () => {
    expect(
      componentsOf([file("etc/pam.d/common-auth")], [installed("p", ["/etc/pam.d/common-auth"])]),
    ).toEqual({
      "etc/pam.d/common-auth": "p",
    });
  });
});

describe("all names of a file are of one component:", () => {
  const packages = [installed("a", ["/usr/bin/a"]), installed("b", ["/usr/bin/b"])];

  test("that of the first", () => {
    const tree = [file("usr/bin/a"), hardlink("usr/bin/b", "usr/bin/a"), hardlink("usr/bin/c", "usr/bin/a")];

    expect(componentsOf(tree, packages)).toEqual({ "usr/bin/a": "a", "usr/bin/b": "a", "usr/bin/c": "a" });
  });

  test("that of the first, though it is no package's", () => {
    expect(componentsOf([file("etc/a"), hardlink("usr/bin/b", "etc/a")], packages)).toEqual({
      "etc/a": "generated/unpackaged",
      "usr/bin/b": "generated/unpackaged",
    });
  });

  test("also of a link", () => {
    expect(componentsOf([symlink("usr/bin/a", "x"), hardlink("usr/bin/b", "usr/bin/a")], packages)).toEqual({
      "usr/bin/a": "a",
      "usr/bin/b": "a",
    });
  });
});

test("a directory has a component when it is empty, and none when it holds something", () => {
  const tree = [directory("usr/share/empty"), directory("var/tmp"), directory("var/lib")];

  expect(
    componentsOf(tree, [installed("p", ["/usr", "/usr/share", "/usr/share/empty", "/var/lib"])]),
  ).toEqual({
    "usr/share/empty": "p",
    "var/lib": "p",
    "var/tmp": "generated/unpackaged",
  });
});

const somePackages = fc.array(fc.array(anyPath), { maxLength: 4 }).map((lists) =>
  lists.map((paths, index) =>
    installed(
      `p${index}`,
      paths.map((path) => `/${path}`),
    ),
  ),
);

test("every entry but directories that hold something has one component, in the order of the listing", () => {
  fc.assert(
    fc.property(anyTree, somePackages, (tree, packages) => {
      const components = assignComponents(tree, databaseOf(packages));
      const holds = (path: string) => tree.some((each) => each.path.startsWith(`${path}/`));

      expect([...components.keys()]).toEqual(
        tree
          .filter(({ path, type }) => path !== "." && (type !== "directory" || !holds(path)))
          .map(({ path }) => path),
      );
      for (const { path, type, linkPath } of tree) {
        if (type === "hardlink") expect(components.get(path)).toBe(components.get(linkPath ?? ""));
      }
    }),
    { numRuns: 200 },
  );
});
