import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DebootcError } from "../../error/debootc-error.ts";
import { faultsOf, load, loadUnchecked, refusal } from "./chroot-files.fixture.ts";

describe("a fault", () => {
  test("is reported together with all others, in all files, with its place", () => {
    const error = refusal({
      "/etc/debootc/mock-build.yaml": "suite: sid\npakages: [x1]\n",
      "/home/me/chroots/trixie.yaml": "limits:\n  time: 4\nmounts:\n- {type: bind, target: /usr}\n",
    });

    expect([error.code, error.exitStatus, error.message]).toEqual([
      "chroot-invalid",
      3,
      "the configuration of the chroot trixie-amd64 has 5 errors",
    ]);
    expect(
      error.diagnostics.map(({ code, file, line, column, key }) => [code, file, line, column, key]),
    ).toEqual(
      expect.arrayContaining([
        ["chroot-invalid", "/etc/debootc/mock-build.yaml", 1, 1, "suite"],
        ["chroot-invalid", "/etc/debootc/mock-build.yaml", 2, 1, "pakages"],
        ["chroot-invalid", "/home/me/chroots/trixie.yaml", 2, 9, "limits.time"],
        ["chroot-invalid", "/home/me/chroots/trixie.yaml", 4, 3, "mounts[0]"],
        ["chroot-invalid", "/home/me/chroots/trixie.yaml", 4, 24, "mounts[0].target"],
      ]),
    );
  });

  test.each([
    ["suite: 13", "1:8 expected a string, not a number"],
    ["suite: stable", '1:8 "stable" moves from release to release'],
    ["limits: {time: 4 hours}", '1:16 "4 hours" is not a time'],
    ["limits: {memory: 8G}", '1:18 "8G" is not a size'],
    ["limits: {processes: 1}", "1:21 the number is too small"],
    ["environment: {HOME: /x}", '1:15 "HOME" is set by debootc itself'],
    ["environment: {A-B: x}", '1:15 "A-B" is not a variable name'],
    ["mounts: [{type: bind, source: ~/x, target: /x}]", '1:31 "~/x" is not an absolute path'],
    [
      "mounts: [{type: tmpfs, source: /x, target: /x}]",
      "1:24 a tmpfs is empty and writable: it has no `source`",
    ],
    ["mounts: [{type: bind, source: /x, target: /proc/y}]", '1:43 "/proc/y" belongs to the sandbox'],
    ["plugins: {UPPER: true}", '1:11 "UPPER" is not a plugin name'],
    ["plugins: {./x.sh: true}", '1:11 "./x.sh" is not a plugin file'],
    ["tmpfs: yes", '1:8 "yes" is not possible here'],
    ["profiles: [noCheck]", '1:12 "noCheck" is not a build profile'],
    ["packages: [vim:amd64]", '1:12 "vim:amd64" is not a package name'],
    ["packages: [vim/sid]", '1:12 "vim/sid" is not a package name'],
    ["pins: [{package: vim, pin: sid, priority: 900}]", '1:28 "sid" is not a pin'],
    ["dependencies-from: [Backports]", '1:21 "Backports" is not the id of a source'],
    ["dependencies-from: [backports]", '1:21 no source has the id "backports"'],
    ["sources: [{id: a, uris: ./x, suites: ./, signed-by: no.asc}]", "1:53 the key file does not exist"],
    ["suite: sid\nsuite: sid", "2:1 the key `suite` is already given in line 1"],
  ])("%j", (text, fault) => expect(faultsOf(text)).toEqual([fault]));

  test("is a chroot without a suite or architectures", () => {
    expect(
      refusal({ "/home/me/chroots/company.yaml": "packages: [vim]" }, { name: "company" }).diagnostics,
    ).toMatchObject([{ key: "suite", hint: "Write `suite: trixie`." }, { key: "architectures" }]);
  });

  test("is a --config file that does not exist", () => {
    expect(refusal({}, { configFile: "/x.yaml" }).diagnostics).toMatchObject([
      { file: "/x.yaml", message: "the file does not exist" },
    ]);
  });

  test("in a plugin's options has the place of the file that gives them", () => {
    const { pluginProblems } = loadUnchecked({
      "/etc/debootc/mock-build.yaml": "plugins:\n  ccache:\n    max-size: 3\n",
      "/home/me/mock-build.yaml": "plugins: {ccache: {dir: /srv}}\n",
    });

    const faults = [
      { path: ["max-size"], message: "m" },
      { path: ["dir"], message: "d" },
      { path: ["else"], message: "e" },
    ];
    expect(
      pluginProblems("ccache", faults).map(({ file, line, column, key }) => [file, line, column, key]),
    ).toEqual([
      ["/etc/debootc/mock-build.yaml", 3, 15, "plugins.ccache.max-size"],
      ["/home/me/mock-build.yaml", 1, 25, "plugins.ccache.dir"],
      ["/home/me/mock-build.yaml", 1, 19, "plugins.ccache.else"],
    ]);
  });

  test("in plugins is reported together with everything else, in all files", () => {
    const unchecked = loadUnchecked(
      {
        "/etc/debootc/mock-build.yaml": "plugins: {ccahe: {}, UPPER: true, lintian: {level: 3}}\n",
        "/home/me/mock-build.yaml": "limits: {disc: 1GiB}\n",
      },
      { configFile: "/work/c.yaml" },
    );
    const problems = unchecked.pluginProblems("ccahe", [{ path: [], atKey: true, message: "p" }]);

    expect(unchecked.plugins).toEqual({ ccahe: {}, lintian: { level: 3 } });
    expect(() => unchecked.accept(problems)).toThrow(
      expect.objectContaining({
        code: "chroot-invalid",
        message: "the configuration of the chroot trixie-amd64 has 4 errors",
        diagnostics: expect.arrayContaining([
          expect.objectContaining({
            file: "/etc/debootc/mock-build.yaml",
            line: 1,
            column: 11,
            message: "p",
          }),
          expect.objectContaining({ key: "plugins.UPPER" }),
          expect.objectContaining({ file: "/home/me/mock-build.yaml", key: "limits.disc" }),
          expect.objectContaining({ file: "/work/c.yaml" }),
        ]),
      }),
    );
  });

  test("in one source hides no missing key of another", () => {
    const wrong = "sources:\n- {id: a, colour: red, uris: ./x, suites: ./, trusted: true}\n";
    expect(faultsOf(`${wrong}- {id: b, uris: ./x, suites: ./, signed-by: no.asc}\n`)).toEqual([
      "2:11 this key does not exist",
      "3:45 the key file does not exist",
    ]);
  });

  test("is not a plugin that is turned off although nothing turns it on", () => {
    const { pluginsOffInVain } = loadUnchecked({
      "/etc/debootc/mock-build.yaml": "plugins: {ccache: {}, tmpfs: false}\n",
      "/home/me/mock-build.yaml": "plugins: {ccache: false, lintain: false}\n",
    });
    expect(pluginsOffInVain).toEqual(["tmpfs", "lintain"]);
  });

  test("is reported with its line, whatever a file contains", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          load({ "/home/me/mock-build.yaml": text });
        } catch (error) {
          expect((error as DebootcError).code).toBe("chroot-invalid");
          for (const { line = 0 } of (error as DebootcError).diagnostics) expect(line).toBeGreaterThan(0);
        }
      }),
    );
  });
});
