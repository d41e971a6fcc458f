import { mkdtempDisposable, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildSandbox } from "./build-sandbox.ts";
import { run } from "./run.ts";
import { smallRoot } from "./small-root.fixture.ts";

// Namespaces and mounts are made for real.
const isRoot = process.getuid?.() === 0;

async function inside(user: "root" | "builder", script: string): Promise<string[]> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-build-"));
  const { root, binds } = await smallRoot(directory.path);
  const command = { tool: "sh", args: ["-c", script] };
  const { stdout } = await run(buildSandbox({ root, binds, user, network: "none" }, command));
  return stdout.trimEnd().split("\n");
}

test.skipIf(!isRoot)("what test suites of packages expect of a machine is there", async () => {
  const told = await inside(
    "builder",
    `set -e
    id --user; id --groups
    touch /tmp/x /dev/shm/x /run/lock/x
    echo text >/dev/null
    test -c /dev/ptmx
    perl -e 'open(my $pty, "+<", "/dev/ptmx") or die $!; print -d "/dev/pts" ? "a terminal\\n" : ""'
    perl -MSocket -e 'my ($error, @found) = Socket::getaddrinfo("localhost", "80"); print "localhost: ", scalar(@found) > 0 ? 1 : 0, "\\n"'
    bash -c 'cat <(echo a process)'
    cat /etc/resolv.conf >/dev/null && hostname`,
  );
  expect(told).toEqual(["1000", "1000", "a terminal", "localhost: 1", "a process", "debootc"]);
});

test.skipIf(!isRoot)("the builder has no right but its own, and nothing can be gained", async () => {
  const told = await inside(
    "builder",
    "grep --extended-regexp '^(Cap(Prm|Eff|Amb)|NoNewPrivs|Seccomp):' /proc/self/status",
  );
  expect(told.map((line) => line.replaceAll(/\s+/g, " "))).toEqual([
    "CapPrm: 0000000000000000",
    "CapEff: 0000000000000000",
    "CapAmb: 0000000000000000",
    "NoNewPrivs: 1",
    "Seccomp: 2",
  ]);
});

test.skipIf(!isRoot).each(["/run", "/etc/hosts", "/etc"])(
  "a root whose %s is a link is refused, and nothing is made where it leads",
  async (name) => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-build-"));
    await using outside = await mkdtempDisposable(join(tmpdir(), "debootc-outside-"));
    const { root, binds } = await smallRoot(directory.path);
    await rm(join(root, name), { recursive: true, force: true });
    await symlink(join("/oldroot", outside.path, "made"), join(root, name));

    const command = buildSandbox({ root, binds, user: "root", network: "none" }, { tool: "true", args: [] });
    await expect(run(command)).rejects.toMatchObject({
      code: "package-broken",
      message: expect.stringContaining(`${name} is a link`),
    });
    expect(await readdir(outside.path)).toEqual([]);
  },
);
