import { run } from "@debootc/tools/run";
import { chmod, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const setup = join(import.meta.dirname, "../setup.sh");

test.each([
  [{ EMULATION: "maybe" }, 'the input emulation cannot be "maybe"; allowed: true, false'],
  [{ FREE_DISK: "1.5" }, 'the input free-disk cannot be "1.5"; allowed: a whole number of GiB from 0'],
  [{ FREE_DISK: "5\n::add-mask::x%41" }, 'the input free-disk cannot be "5 ::add-mask::x%2541"; allowed'],
  [{ EMULATION: "\r::error::x" }, 'the input emulation cannot be " ::error::x"; allowed'],
])("setup refuses %j in one annotation, before it does anything", async (env, said) => {
  const { stdout, exitCode } = await run({
    tool: "bash",
    args: [setup],
    env,
    accept: "all",
  });

  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^::error title=debootc%3A usage \(configuration\)::[^\r\n]*\n?$/);
  expect(stdout).toContain(said);
});

test("setup says in one annotation what it needs root for where sudo is missing or refuses", async () => {
  const directory = await mkdtempDisposable(join(tmpdir(), "debootc-setup-"));
  const program = async (name: string, text: string) => {
    await writeFile(join(directory.path, name), `#!/bin/bash\n${text}\n`);
    await chmod(join(directory.path, name), 0o755);
  };
  await program("id", "echo 1000");
  const attempt = () =>
    run({
      tool: "bash",
      args: ["-c", `. "$1"; PATH=$2; needs_root "free disk space"`, "bash", setup, directory.path],
      accept: "all",
    });
  const missing = await attempt();
  await program("sudo", "echo 'sudo: a password is required'; echo '::add-mask::100%'; exit 1");
  const refused = await attempt();
  await directory.remove();

  for (const { stdout, exitCode } of [missing, refused]) {
    expect(exitCode).toBe(80);
    expect(stdout).toMatch(
      /^::error title=debootc%3A isolation-unavailable \(infrastructure\)::cannot free disk space: [^\n]*\n?$/,
    );
    expect(stdout).toContain("%0Ahint: Let sudo ask this user for no password");
  }
  expect(missing.stdout).toContain("sudo");
  expect(refused.stdout).toContain("a password is required ::add-mask::100%25");
});
