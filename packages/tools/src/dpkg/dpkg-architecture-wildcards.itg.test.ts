import { architectureMatches } from "@debootc/core/source-package/architecture-wildcard";
import { expect, test } from "vitest";
import { run } from "../run.ts";

test("architectures match the wildcards that dpkg says they match", async () => {
  const { stdout } = await run({ tool: "dpkg-architecture", args: ["-L"] });
  const known = stdout.split("\n").filter(Boolean);
  // One process a pair is slow: what differs in kind, against what Debian's own packages are restricted to.
  const sample = known.filter((name) =>
    /^(?:amd64|x32|arm64|arm(?:el|hf)|i386|riscv64|hurd-amd64|kfreebsd-i386|musl-linux-armhf|mips(?:64|n32)el|powerpcspe)$/.test(
      name,
    ),
  );
  const wildcards = [
    "any",
    "linux-any",
    "any-amd64",
    "any-arm",
    "any-i386",
    "hurd-any",
    "gnu-any-any",
    "musl-linux-any",
    "any-mips64el",
    "any-powerpc",
  ];
  const differing: string[] = [];
  for (const architecture of sample) {
    for (const wildcard of wildcards) {
      const { exitCode } = await run({
        tool: "dpkg-architecture",
        args: ["-a", architecture, "-i", wildcard],
        accept: [0, 1],
      });
      if ((exitCode === 0) !== architectureMatches(architecture, wildcard))
        differing.push(`${architecture} ${wildcard}`);
    }
  }

  expect(sample.length).toBeGreaterThan(8);
  expect(differing).toEqual([]);
}, 60_000);
