import { expect, test } from "vitest";
import { nativeArchitecture } from "../native-architecture.ts";
import { run } from "../run.ts";
import { installedVersions } from "./dpkg-query.ts";

test("the versions of installed packages are found by pattern, unknown ones are left out", async () => {
  const { stdout } = await run({ tool: "dpkg-query", args: ["--show", "--showformat=${Version}", "dpkg"] });

  const versions = await installedVersions(["dpk[g]", "no-such-package-at-all"]);

  expect(versions).toEqual({ dpkg: stdout });
});

test("the architecture of this machine is that of its own dpkg", async () => {
  const { stdout } = await run({
    tool: "dpkg-query",
    args: ["--show", "--showformat=${Architecture}", "dpkg"],
  });

  expect(await nativeArchitecture()).toBe(stdout);
});
