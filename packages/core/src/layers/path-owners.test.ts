import { describe, expect, test } from "vitest";
import { directory, file, symlink, treeOf } from "../tree/tree.fixture.ts";
import { treeResolver } from "../tree/tree-resolver.ts";
import { databaseOf, installed } from "./package-database.fixture.ts";
import type { PackageDatabase } from "../dpkg/package-database.ts";
import { pathOwners } from "./path-owners.ts";

const merged = treeOf(
  symlink("bin", "usr/bin"),
  symlink("lib", "usr/lib"),
  symlink("lib64", "/usr/lib64"),
  symlink("opt", "var/opt"),
  directory("usr/bin"),
  directory("usr/lib64"),
  file("usr/lib/modules/6.12.48-amd64/vmlinuz"),
  symlink("srv/loop", "loop"),
);

const ownersOf = (database: PackageDatabase) =>
  Object.fromEntries(pathOwners(database, treeResolver(merged)));

describe("the owner of a path", () => {
  test("is the source of the package that lists it", () => {
    const files = ["/.", "/usr", "/usr/bin", "/usr/bin/openssl"];

    expect(ownersOf(databaseOf([installed("openssl-tools", files, { source: "openssl" })]))).toEqual({
      usr: "openssl",
      "usr/bin": "openssl",
      "usr/bin/openssl": "openssl",
    });
  });

  test.each([
    ["below a merged directory", "/bin/bash", "usr/bin/bash"],
    ["below a merged directory, two names deep", "/lib/systemd/systemd", "usr/lib/systemd/systemd"],
    ["below an absolute link", "/lib64/ld.so.2", "usr/lib64/ld.so.2"],
    ["where the layout moved the directory", "/opt/tool/run", "var/opt/tool/run"],
    ["under a link that the package brings itself", "/bin", "bin"],
    [
      "where the layout put the kernel",
      "/boot/vmlinuz-6.12.48-amd64",
      "usr/lib/modules/6.12.48-amd64/vmlinuz",
    ],
    ["where the package put it, though no file is there", "/usr/share/doc/x", "usr/share/doc/x"],
    ["in /boot, when it is no kernel", "/boot/config-6.12.48-amd64", "boot/config-6.12.48-amd64"],
    ["where nothing leads, below a circle of links", "/srv/loop/bin", "srv/loop/bin"],
  ])("is found %s", (_, listed, path) => {
    expect(ownersOf(databaseOf([installed("p", [listed])]))).toEqual({ [path]: "p" });
  });

  test("is one, whichever of its two names packages use", () => {
    const packages = [installed("b", ["/lib/x"]), installed("a", ["/usr/lib/x"])];

    expect(ownersOf(databaseOf(packages))).toEqual({ "usr/lib/x": "a" });
  });

  test("is the first package by name of those that share the path, in whatever order they come", () => {
    const shared = ["/usr/share/doc"];
    const packages = [installed("zsh", shared), installed("Ada", shared), installed("bash", shared)];

    for (const order of [packages, packages.toReversed()]) {
      expect(ownersOf(databaseOf(order))).toEqual({ "usr/share/doc": "Ada" });
    }
  });

  test("is the one source of the architectures that are installed together", () => {
    const files = ["/usr/share/doc/libc6/copyright"];
    const packages = ["amd64", "i386"].map((architecture) =>
      installed("libc6", [`/usr/lib/${architecture}/libc.so.6`, ...files], { architecture, source: "glibc" }),
    );

    expect(ownersOf(databaseOf(packages))).toEqual({
      "usr/lib/amd64/libc.so.6": "glibc",
      "usr/lib/i386/libc.so.6": "glibc",
      "usr/share/doc/libc6/copyright": "glibc",
    });
  });

  test("is not told by what is no absolute path", () => {
    expect(ownersOf(databaseOf([installed("p", ["", "/.", "relative"])]))).toEqual({});
  });
});

describe("a diversion", () => {
  const packages = [
    installed("dash", ["/bin/sh"]),
    installed("shim", ["/bin/sh"]),
    installed("zz", ["/bin/sh"]),
  ];

  test("keeps the name for the package that asked, and gives the files of all others the new one", () => {
    const diversions = [{ from: "/bin/sh", to: "/bin/sh.distrib", package: "shim" }];

    expect(ownersOf(databaseOf(packages, { diversions }))).toEqual({
      "usr/bin/sh": "shim",
      "usr/bin/sh.distrib": "dash",
    });
  });

  test("of the administrator moves the files of all packages", () => {
    const diversions = [{ from: "/bin/sh", to: "/srv/sh", package: ":" }];

    expect(ownersOf(databaseOf(packages, { diversions }))).toEqual({ "srv/sh": "dash" });
  });

  test("is of the very name, as dpkg has it, not of another that leads to the same place", () => {
    const diversions = [{ from: "/usr/bin/sh", to: "/usr/bin/sh.distrib", package: "shim" }];

    expect(ownersOf(databaseOf(packages, { diversions }))).toEqual({ "usr/bin/sh": "dash" });
  });
});

describe("a file that ucf manages", () => {
  const managedFiles = [
    { package: "grub-pc", path: "/etc/default/grub" },
    { package: "gone", path: "/etc/gone.conf" },
  ];

  test("is of the source of its package, when that is installed", () => {
    const packages = [installed("grub-pc", [], { source: "grub2" })];

    expect(ownersOf(databaseOf(packages, { managedFiles }))).toEqual({ "etc/default/grub": "grub2" });
  });

  test("is of the package that lists it, when one does", () => {
    const packages = [installed("grub-pc", []), installed("other", ["/etc/default/grub"])];

    expect(ownersOf(databaseOf(packages, { managedFiles }))).toEqual({ "etc/default/grub": "other" });
  });
});
