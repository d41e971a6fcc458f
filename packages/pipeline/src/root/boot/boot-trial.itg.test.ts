import { mkdir, mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@debootc/tools/run";
import { expect, test } from "vitest";

const script = join(import.meta.dirname, "boot-completion/boot-trial.sh");
const id = "0123456789abcdef0123456789abcdef";

/** Runs the script where the machine's id is mounted over a file, as systemd does it at a first boot. */
async function complete(options: readonly string[]) {
  await using etc = await mkdtempDisposable(join(tmpdir(), "debootc-etc-"));
  // Only an id in memory can be saved.
  await using memory = await mkdtempDisposable("/dev/shm/debootc-id-");
  await writeFile(join(etc.path, "machine-id"), "uninitialized\n");
  await writeFile(join(memory.path, "id"), `${id}\n`, { mode: 0o444 });
  await mkdir(join(etc.path, "alternatives"));
  const { stdout, exitCode } = await run({
    tool: "bwrap",
    args: [
      ...[
        "--ro-bind",
        "/",
        "/",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--tmpfs",
        "/run",
        "--bind",
        etc.path,
        "/etc",
      ],
      ...["--ro-bind", "/etc/alternatives", "/etc/alternatives"],
      ...["--bind", join(memory.path, "id"), "/etc/machine-id"],
      ...options,
      ...["sh", script, "complete"],
    ],
    accept: "all",
  });
  return { stdout, exitCode, saved: (await readFile(join(etc.path, "machine-id"), "utf8")).trim() };
}

test("a boot saves the machine's id before it counts as come up", async () => {
  const { saved, stdout } = await complete([]);

  expect(saved).toBe(id);
  // What comes next needs a deployment.
  expect(stdout).toContain("ostree does not tell which deployment is booted");
});

test("a boot whose machine id cannot be saved does not count as come up", async () => {
  const { exitCode, saved, stdout } = await complete(["--cap-drop", "ALL"]);

  expect(exitCode).toBe(1);
  expect(saved).toBe("uninitialized");
  expect(stdout.trim()).toMatch(
    /the machine id cannot be saved; this boot is not counted as one that came up$/,
  );
});
