import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const fixture = fileURLToPath(new URL("started-process.fixture.ts", import.meta.url));

test("a process that ends with the one that started it does so even if that is killed", async () => {
  const child = spawn(process.execPath, [fixture], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const pid = Number(said.toString());
  const commandLine = () => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  await expect.poll(commandLine, { timeout: 30_000 }).toBe("sleep\x00600\x00");
  child.kill("SIGKILL");
  await expect.poll(commandLine, { timeout: 30_000 }).toBe("");
});
