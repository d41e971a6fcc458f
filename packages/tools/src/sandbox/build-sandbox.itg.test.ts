import { mkdtempDisposable, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildSandbox } from "./build-sandbox.ts";
import { run } from "../run.ts";
import { smallRoot } from "../files/small-root.fixture.ts";

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
    grep --quiet nameserver /etc/resolv.conf && hostname`,
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

test.skipIf(!isRoot).each(["/run", "/etc/resolv.conf", "/etc"])(
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

test.skipIf(!isRoot)("when the command has ended, all that it started is gone", async () => {
  const marker = `debootc-daemon-${process.pid}`;
  const daemon = `(setsid perl -e '$0 = "${marker}"; open F, ">/tmp/pid"; print F $$; close F; sleep 1 while 1' </dev/null >/dev/null 2>&1 &)`;
  const alive = "sleep 0.3; kill -0 $(cat /tmp/pid) && echo alive";
  expect(await inside("builder", `${daemon}; ${alive}`)).toEqual(["alive"]);
  const { stdout } = await run({ tool: "ps", args: ["-e", "-o", "args="] });
  expect(stdout).not.toContain(marker);
});

test.skipIf(!isRoot)("the command's own exit status comes out, also that of a signal", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-build-"));
  const { root, binds } = await smallRoot(directory.path);
  const status = async (script: string) => {
    const command = { tool: "sh", args: ["-c", script], accept: [3, 137] };
    return (await run(buildSandbox({ root, binds, user: "builder", network: "none" }, command))).exitCode;
  };
  expect(await status("exit 3")).toBe(3);
  expect(await status("kill -9 $$")).toBe(137);
});
