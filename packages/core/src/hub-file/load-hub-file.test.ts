import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { loadHubFile } from "./load-hub-file.ts";

const load = (text: string) => loadHubFile(Buffer.from(text));

function faultsOf(text: string): readonly string[] {
  try {
    load(text);
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    return error.diagnostics.map(
      ({ file, line, column, code, message, hint }) =>
        `${file}:${line}:${column}: ${code}: ${message}${hint === undefined ? "" : ` (${hint})`}`,
    );
  }
  return [];
}

describe("a hub file", () => {
  test("that is empty has all defaults", () => {
    expect(load("# nothing\n")).toEqual({
      compose: "treefiles/compose.yaml",
      arches: ["amd64"],
      workflow: "debootc.yml",
      on: { push: {}, pullRequest: { branches: "default" }, schedule: [], comment: true },
      fleet: false,
      runners: new Map(),
      packages: [],
      release: { tags: [], branches: [] },
      channels: [],
      attempts: 3,
      timeoutSeconds: { package: 21600, leg: 21600, assemble: 3600, release: 3600 },
      priority: 0,
      steer: { permission: "write", logins: [] },
    });
  });

  test("may say everything", () => {
    const file = load(`compose: images/all.yaml
arches: [arm64]
workflow: images.yml
on:
  push: {branches: [main, "release/*"], paths: images/*}
  tags: v*
  pull-request: {}
  schedule:
    - {name: nightly, cron: "30 2 * * mon-fri"}
  comment: false
fleet: true
runners: {arm64: [self-hosted, arm64], assemble: ubuntu-24.04}
packages: [{source: packages/hello, needs: [libhello], required: false}, {source: libhello}]
release: {tags: v*}
retry: {attempts: 5}
timeouts: {leg: 90min}
priority: 10
steer: {permission: maintain, logins: [ada]}
`);
    expect(file.on.schedule).toEqual([{ name: "nightly", cron: "30 2 * * mon-fri" }]);
    expect(file.on.push).toEqual({ branches: ["main", "release/*"], paths: ["images/*"] });
    expect(file.fleet).toBe(true);
    expect(file.runners.get("arm64")).toEqual(["self-hosted", "arm64"]);
    expect(file.timeoutSeconds.leg).toBe(5400);
    expect(file.packages).toEqual([
      { source: "packages/hello", needs: ["libhello"], required: false },
      { source: "libhello", needs: [], required: true },
    ]);
    expect(file.steer).toEqual({ permission: "maintain", logins: ["ada"] });
  });

  test("is refused with all its errors at once, each at its place", () => {
    expect(
      faultsOf(`compse: a.yaml
workflow: .github/workflows/x.yml
on:
  push: {branchs: main}
  schedule:
    - {name: a, cron: "61 2 * * *"}
    - {name: a, cron: "0 2 * *"}
retry: {attempts: 0}
steer: {permission: writer}
timeouts: {leg: 90}
`),
    ).toEqual([
      ".github/debootc.yml:1:1: hub-file-invalid: this key does not exist (Did you mean `compose`?)",
      '.github/debootc.yml:2:11: hub-file-invalid: ".github/workflows/x.yml" is not the name of a workflow (Write `x.yml`.)',
      ".github/debootc.yml:4:10: hub-file-invalid: this key does not exist (Did you mean `branches`?)",
      '.github/debootc.yml:6:23: hub-file-invalid: "61" cannot be the minute',
      ".github/debootc.yml:7:14: hub-file-invalid: another schedule has this name (Give each its own.)",
      '.github/debootc.yml:7:23: hub-file-invalid: "0 2 * *" is not a cron expression (`30 2 * * *` is 02:30 UTC each day.)',
      ".github/debootc.yml:8:19: hub-file-invalid: the number is too small",
      '.github/debootc.yml:9:21: hub-file-invalid: "writer" is not possible here (Did you mean `write`?)',
      ".github/debootc.yml:10:17: hub-file-invalid: expected a string, not a number (Add the unit.)",
    ]);
  });

  test.each([
    ["compose: ../other/compose.yaml", "parts that lead elsewhere"],
    ["compose: /etc/passwd", "not a path in the repository"],
    ["packages: [{source: a//b}]", "parts that lead elsewhere"],
    ["workflow: '../x.yml'", "not the name of a workflow"],
    ["steer: {logins: ['@ada']}", "not a login"],
    ["on: {push: {branches: '[a]'}}", "has the sign `[`"],
    ["priority: 1000", "the number is too big"],
    [`packages: [${"{source: a}, ".repeat(1001)}]`, "the list is too long"],
    ["on: {schedule: [{name: a, cron: '0 0 31 2 *'}]}", '"0 0 31 2 *" is never due'],
  ])("%s is refused", (text, message) => {
    expect(faultsOf(text).join("\n")).toContain(message);
  });

  test("that has more errors than are listed counts the rest after them", () => {
    const text = Array.from({ length: 1003 }, (_, index) => `key${index}: 1`).join("\n");
    expect(faultsOf(text).at(-1)).toContain("and 3 more problems");
  });

  test("is refused for packages that need each other, what is not there, or are there twice, each at its place", () => {
    expect(
      faultsOf(`packages:
  - {source: p/a, needs: [p/b]}
  - {source: p/b, needs: [p/d, p/c]}
  - {source: p/c, needs: [p/a]}
  - {source: p/d}
  - {source: p/e, needs: [p/e, p/dd]}
  - {source: p/d, arches: [arm64]}
  - {source: p-a}
`),
    ).toEqual([
      ".github/debootc.yml:4:27: hub-file-invalid: the packages need each other: p/a -> p/b -> p/c -> p/a (Remove one of these `needs`: a package can only be built after what it needs.)",
      ".github/debootc.yml:6:27: hub-file-invalid: the package needs itself (Remove one of these `needs`: a package can only be built after what it needs.)",
      ".github/debootc.yml:6:32: hub-file-invalid: no package has this source (Did you mean `p/d`?)",
      ".github/debootc.yml:7:14: hub-file-invalid: another package has this source and architecture (Write each source once, or give the entries other `arches`.)",
      '.github/debootc.yml:8:14: hub-file-invalid: its artifacts would have the names of those of "p/a" (Rename one of the two, so that they differ in letters or digits.)',
    ]);
    expect(
      faultsOf("packages: [{source: a, arches: [amd64]}, {source: a, arches: [arm64], required: false}]"),
    ).toEqual([]);
  });

  test("is refused for channels that no release comes into, and for two latest ones, each at its place", () => {
    expect(
      faultsOf(`channels:
  - {name: edge, latest: true}
  - {name: stable, after: egde, latest: true}
  - {name: own, after: own}
  - {name: a, after: b}
  - {name: b, after: c}
  - {name: c, after: a, latest: false}
  - {name: edge}
`),
    ).toEqual([
      ".github/debootc.yml:3:27: hub-file-invalid: no channel has this name (Did you mean `edge`?)",
      '.github/debootc.yml:3:41: hub-file-invalid: "edge" says which release is the latest already (GitHub shows one release as the latest: leave `latest` to one channel.)',
      ".github/debootc.yml:4:24: hub-file-invalid: no release comes into a channel after itself (Remove one of these `after`: releases come first into a channel without it.)",
      ".github/debootc.yml:7:22: hub-file-invalid: no release comes into channels that are after each other: a -> b -> c -> a (Remove one of these `after`: releases come first into a channel without it.)",
      ".github/debootc.yml:8:12: hub-file-invalid: another channel has this name (Give each its own.)",
    ]);
    expect(
      faultsOf("channels: [{name: stable, after: edge, latest: true}, {name: edge, latest: false}]"),
    ).toEqual([]);
  });

  test("never fails but by hub-file-invalid", () => {
    const word = fc.constantFrom(
      ..."compose: on: push: [ ] { } - , * & | > ' \" \n \t branches schedule cron null 1 true".split(" "),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 30 }), (words) => {
        try {
          load(words.join(" "));
        } catch (error) {
          expect(error).toMatchObject({ code: "hub-file-invalid" });
        }
      }),
    );
  });
});
