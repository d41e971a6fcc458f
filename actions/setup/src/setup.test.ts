import { run } from "@debootc/tools/run";
import { join } from "node:path";
import { expect, test } from "vitest";

test.each([
  [{ EMULATION: "maybe" }, 'the input emulation cannot be "maybe"; allowed: true, false'],
  [{ FREE_DISK: "1.5" }, 'the input free-disk cannot be "1.5"; allowed: a whole number of GiB from 0'],
  [{ FREE_DISK: "5\n::add-mask::x%41" }, 'the input free-disk cannot be "5 ::add-mask::x%2541"; allowed'],
  [{ EMULATION: "\r::error::x" }, 'the input emulation cannot be " ::error::x"; allowed'],
])("setup refuses %j in one annotation, before it does anything", async (env, said) => {
  const { stdout, exitCode } = await run({
    tool: "bash",
    args: [join(import.meta.dirname, "../setup.sh")],
    env,
    accept: "all",
  });

  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^::error title=debootc%3A usage::[^\r\n]*\n?$/);
  expect(stdout).toContain(said);
});
