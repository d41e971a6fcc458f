import { describe, expect, test } from "vitest";
import { call, deps, directories, stub } from "../door/call-command.fixture.ts";
import { mockBuild } from "./mock-build.ts";

const built = { directory: "/home/me/work/out/packages/sl", result: { proofs: [] } };
const chain = { directory: "/home/me/work/out/packages", result: { packages: [] } };
const stubs = () => ({
  one: stub("mock-build/mock-build", "mockBuild", built),
  chain: stub("mock-build/chain/build-chain", "buildChain", chain),
});

describe("mock-build", () => {
  test("passes every option of a build", async () => {
    const calls = stubs();
    const { exitStatus, result } = await call(
      mockBuild,
      ...["./sl", "--suite", "sid", "--config", "c.yaml", "--arch", "amd64", "--host-arch", "arm64"],
      ...["--profiles", "nocheck", "--arch-any", "--binary-only", "2", "--binary-only-reason", "Why."],
      ...["--binary-only-date", "2026-01-31T12:00:00Z", "--maintainer", "Me <me@example.org>"],
      ...["--require-signature", "k.asc", "--result-dir", "results", "--no-cache", "--verify", "a.deb"],
      ...["--twice", "--from-lock", "l.json", "--from-buildinfo", "b.buildinfo"],
      ...["--snapshot-mirror", "http://old.example.org/@SNAPSHOTID@", "--keep-failed"],
      ...["--remote-cache", "shared", "--untrusted", "--extra-package", "debs"],
    );

    expect(calls.chain).toEqual([]);
    expect(calls.one).toEqual([
      [
        {
          sources: [{ kind: "directory", given: "./sl", path: "/home/me/work/sl" }],
          chain: false,
          continue: false,
          suite: "sid",
          config: "/home/me/work/c.yaml",
          arch: "amd64",
          hostArch: "arm64",
          profiles: ["nocheck"],
          archAny: true,
          archAll: false,
          sourceOnly: false,
          binaryOnly: 2,
          binaryOnlyReason: "Why.",
          binaryOnlyDate: "2026-01-31T12:00:00Z",
          maintainer: "Me <me@example.org>",
          extraPackage: ["/home/me/work/debs"],
          requireSignature: ["/home/me/work/k.asc"],
          resultDir: "/home/me/work/results",
          cacheDir: "/cache",
          remoteCache: "/home/me/work/shared",
          submodules: false,
          untrusted: true,
          noCache: true,
          verify: ["/home/me/work/a.deb"],
          twice: true,
          fromLock: "/home/me/work/l.json",
          fromBuildinfo: "/home/me/work/b.buildinfo",
          snapshotMirror: "http://old.example.org/@SNAPSHOTID@",
          keepFailed: true,
          jobs: 2,
          json: false,
        },
        deps,
        directories,
      ],
    ]);
    expect([exitStatus, result]).toEqual([0, built]);
  });

  test("a build that failed ends as its failure says, one that differs with 8", async () => {
    const differs = { ...built, result: { proofs: [{ outcome: "different" }] } };
    stub("mock-build/mock-build", "mockBuild", differs);
    const different = await call(mockBuild, "sl");
    stub("mock-build/mock-build", "mockBuild", {
      ...built,
      result: { failure: { exitStatus: 10 }, proofs: [] },
    });

    expect([different.exitStatus, (await call(mockBuild, "sl")).exitStatus]).toEqual([8, 10]);
  });

  test.each([[["a.dsc", "b.dsc"]], [["a.dsc", "--chain"]]])("%j is a chain", async (words) => {
    const calls = stubs();
    const { result } = await call(mockBuild, ...words);

    expect(calls.one).toEqual([]);
    expect(calls.chain).toEqual([[expect.objectContaining({ arch: "amd64" }), deps, directories]]);
    expect(result).toEqual(chain);
  });

  test("a chain that goes on without a package that failed ends with 4", async () => {
    const packages = [{ outcome: "failed", error: { code: "package-broken" } }, { outcome: "built" }];
    stub("mock-build/chain/build-chain", "buildChain", { ...chain, result: { packages } });
    const goesOn = await call(mockBuild, "a.dsc", "b.dsc", "--continue");
    const stops = await call(mockBuild, "a.dsc", "b.dsc");

    expect([goesOn.exitStatus, stops.exitStatus]).toEqual([4, 10]);
  });
});
