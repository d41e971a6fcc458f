import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alternativesOf } from "./alternatives-of.ts";
import { load, loadUnchecked, refusal } from "./chroot-files.fixture.ts";

describe("a chroot", () => {
  test("that is only shipped consists of its suite, with limits that stop a hanging build and a fork bomb", () => {
    expect(load({}).chroot).toEqual({
      name: "trixie-amd64",
      suite: "trixie",
      architecture: "amd64",
      components: ["main"],
      sources: [],
      packages: [],
      profiles: [],
      environment: {},
      mounts: [],
      limits: { silenceSeconds: 9000, processes: 16_384 },
      tmpfs: "auto",
      plugins: {},
    });
  });

  test("is named without its architecture if another option gives it", () => {
    expect(load({}, { name: "trixie", architecture: "arm64" }).chroot).toMatchObject({
      name: "trixie-arm64",
      architecture: "arm64",
    });
  });

  test("may be made for another architecture by the user", () => {
    expect(refusal({}, { name: "trixie-riscv64" })).toMatchObject({
      code: "chroot-unknown",
      message: 'there is no chroot trixie for "riscv64"; there is one for amd64, arm64',
    });
    const files = { "/home/me/chroots/trixie.yaml": "architectures: [riscv64]" };
    expect(load(files, { name: "trixie-riscv64" }).chroot.architecture).toBe("riscv64");
  });

  test("that no file describes is refused with the nearest name", () => {
    expect(refusal({}, { name: "trxie-amd64" })).toMatchObject({
      code: "chroot-unknown",
      exitStatus: 3,
      hint: "Did you mean trixie?",
    });
    expect(refusal({}, { name: "../etc/passwd" }).code).toBe("chroot-unknown");
  });

  test("of the user's may be based on another, and its own files are stronger", () => {
    const files = {
      "/chroots/trixie.yaml": "suite: trixie\narchitectures: [amd64]\npackages: [a1]\ntmpfs: on\n",
      "/etc/debootc/chroots/company.yaml": "based-on: trixie\npackages: [b1]\ntmpfs: off\n",
      "/etc/debootc/chroots/company-amd64.yaml": "packages: [c1]\n",
    };
    const { chroot, files: merged } = load(files, { name: "company-amd64" });

    expect(chroot).toMatchObject({ suite: "trixie", packages: ["a1", "b1", "c1"], tmpfs: "off" });
    expect(merged).toEqual(Object.keys(files));
  });

  test("is never based on itself, nor on a missing one", () => {
    const circle = {
      "/home/me/chroots/company.yaml": "based-on: other",
      "/home/me/chroots/other.yaml": "based-on: company",
    };
    expect(refusal(circle, { name: "company" }).diagnostics[0]?.message).toBe(
      "chroots are based on each other: company on other on company",
    );
    expect(
      refusal({ "/home/me/chroots/company.yaml": "based-on: trixy" }, { name: "company" }).diagnostics,
    ).toMatchObject([
      { message: "there is no chroot `trixy`", hint: "Did you mean `trixie`?", line: 1, column: 11 },
    ]);
  });
});

describe("files", () => {
  test("are merged: shipped, site, user, --config, options; values by strength, lists in order, maps by key", () => {
    const files = {
      "/chroots/trixie.yaml": "suite: trixie\narchitectures: [amd64]\npackages: [a1 b1]\ntmpfs: auto\n",
      "/etc/debootc/mock-build.yaml": "environment: {A: site, B: site}\nlimits: {time: 2h, memory: 8GiB}\n",
      "/etc/debootc/chroots/trixie.yaml": "packages: [b1, c1]\nlimits: {processes: 100}\n",
      "/home/me/mock-build.yaml": "environment: {B: user, C: user}\n",
      "/home/me/chroots/trixie-amd64.yaml": "limits: {memory: none}\nprofiles: [nodoc]\n",
      "/work/extra.yaml": "packages: [d1]\ntmpfs: on\n",
    };
    const { chroot } = load(files, {
      configFile: "/work/extra.yaml",
      options: [{ name: "--profiles", input: { profiles: ["nocheck"], environment: { C: "option" } } }],
    });

    expect(chroot).toMatchObject({
      packages: ["a1", "b1", "c1", "d1"],
      environment: { A: "site", B: "user", C: "option" },
      limits: { timeSeconds: 7200, silenceSeconds: 9000, processes: 100 },
      profiles: ["nodoc", "nocheck"],
      tmpfs: "on",
    });
    expect(chroot.limits).not.toHaveProperty("memoryBytes");
  });

  test("give the strongest value of a key, whichever of them have it", () => {
    const level = fc.option(fc.constantFrom("auto", "on", "off"), { nil: undefined });
    fc.assert(
      fc.property(level, level, level, level, (site, user, config, option) => {
        const text = (value: string | undefined) => (value === undefined ? "" : `tmpfs: ${value}\n`);
        const files = {
          "/etc/debootc/mock-build.yaml": text(site),
          "/home/me/mock-build.yaml": text(user),
          "/work/c.yaml": text(config),
        };
        const options = option === undefined ? [] : [{ name: "--tmpfs", input: { tmpfs: option } }];

        const { chroot } = load(files, { configFile: "/work/c.yaml", options });

        expect(chroot.tmpfs).toBe(option ?? config ?? user ?? site ?? "auto");
      }),
    );
  });

  test("replace a source with the same id and a mount with the same target", () => {
    const { chroot } = load({
      "/etc/debootc/mock-build.yaml": [
        "sources: [{id: debian, uris: 'http://a.example.org/debian', suites: trixie, components: main}]",
        "mounts: [{type: bind, source: /srv/a, target: /data}]",
      ].join("\n"),
      "/home/me/mock-build.yaml": [
        "sources: [{id: debian, uris: 'http://b.example.org/debian', suites: trixie, components: main, check-valid-until: false}]",
        "mounts: [{type: tmpfs, target: /data}]",
      ].join("\n"),
    });

    expect(chroot.sources).toMatchObject([{ uris: ["http://b.example.org/debian"], checkValidUntil: false }]);
    expect(chroot.mounts).toEqual([{ type: "tmpfs", target: "/data" }]);
  });

  test("say which alternatives of build dependencies count, an option before all of them", () => {
    const files = { "/home/me/mock-build.yaml": "alternatives: all\n" };
    const options = [{ name: "--alternatives", input: { alternatives: "first" } }] as const;

    expect(load(files).chroot.alternatives).toBe("all");
    expect(load(files, { options }).chroot.alternatives).toBe("first");
  });

  test("give pins, of which those of a stronger file come first, each once", () => {
    const pin = (name: string, priority: number) =>
      `{package: ${name}, pin: release n=sid, priority: ${priority}}`;
    const { chroot } = load({
      "/etc/debootc/mock-build.yaml": `pins: [${pin("aa", 1)}, ${pin("bb", 2)}]`,
      "/home/me/mock-build.yaml": `pins: [${pin("cc", 3)}, ${pin("aa", 4)}, ${pin("bb", 2)}]`,
    });

    expect(chroot.pins?.map(({ package: name, priority }) => `${name} ${priority}`)).toEqual([
      "cc 3",
      "aa 4",
      "bb 2",
      "aa 1",
    ]);
  });

  test("name sources that complete the suite, and with backports count all alternatives", () => {
    const configured = (suites: string) =>
      load({
        "/home/me/mock-build.yaml": [
          `sources: [{id: more, uris: 'http://a.example.org/debian', suites: ${suites}, components: main, trusted: true}]`,
          "dependencies-from: [more]",
        ].join("\n"),
      }).chroot;

    expect(configured("trixie-backports").dependenciesFrom).toEqual(["more"]);
    expect(alternativesOf(configured("trixie-backports"))).toBe("all");
    expect(alternativesOf(configured("experimental"))).toBe("first");
    expect(alternativesOf({ ...configured("trixie-backports"), alternatives: "first" })).toBe("first");
    expect(alternativesOf({ sources: configured("trixie-backports").sources })).toBe("first");
  });

  test("turn plugins on and off, set options by key, and name plugin files next to them", () => {
    const unchecked = loadUnchecked({
      "/etc/debootc/mock-build.yaml":
        "plugins: {ccache: {max-size: 1GiB, dir: /srv}, lintian: true, ./own.ts: {}}\n",
      "/home/me/mock-build.yaml": "plugins: {ccache: {max-size: 2GiB}, lintian: false}\n",
    });

    expect(unchecked.accept([]).chroot.plugins).toEqual({
      ccache: { "max-size": "2GiB", dir: "/srv" },
      "/etc/debootc/own.ts": {},
    });
    expect(unchecked.directoriesOfPlugin("ccache")).toEqual(["/home/me", "/etc/debootc"]);
  });

  test("that are empty or only have comments give nothing", () => {
    expect(load({ "/home/me/mock-build.yaml": "# later\n" }).chroot.suite).toBe("trixie");
  });
});

test("every value is shown with its origin and what it overrides", () => {
  const { expand } = load(
    {
      "/etc/debootc/mock-build.yaml": "tmpfs: off\npackages: [vim]\n",
      "/home/me/mock-build.yaml": "tmpfs: on\n",
    },
    { options: [{ name: "--profiles", input: { profiles: ["nocheck"] } }] },
  );
  const { values, unset, files } = expand();
  const of = (key: string) => values.filter(({ path }) => path[0] === key);

  expect(of("tmpfs")).toEqual([
    {
      path: ["tmpfs"],
      value: "on",
      origin: { from: "file", file: "/home/me/mock-build.yaml", line: 1, column: 8 },
      overrides: [
        { value: "auto", origin: { from: "default" } },
        { value: "off", origin: { from: "file", file: "/etc/debootc/mock-build.yaml", line: 1, column: 8 } },
      ],
    },
  ]);
  expect(of("profiles")).toMatchObject([
    { value: "nocheck", origin: { from: "option", name: "--profiles" } },
  ]);
  expect(unset.map(({ path }) => path)).toEqual([["mirror"], ["alternatives"]]);
  expect(files.filter(({ present }) => present).map(({ path }) => path)).toEqual([
    "/chroots/trixie.yaml",
    "/etc/debootc/mock-build.yaml",
    "/home/me/mock-build.yaml",
  ]);
});
