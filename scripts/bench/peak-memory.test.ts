import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { memoryBelow } from "./peak-memory.ts";

test("the memory of a child of a child is counted, and as Node's where it runs Node", async () => {
  const holding =
    "const held = Buffer.alloc(150 * 2 ** 20, 1); console.log(held.length); process.stdin.resume()";
  const child = spawn("sh", ["-c", '"$1" -e "$2"; true', "sh", process.execPath, holding], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  try {
    await once(child.stdout, "data");
    const { all, node } = memoryBelow(process.pid);

    expect(node).toBeGreaterThan(150);
    expect(all).toBeGreaterThan(node);
  } finally {
    child.stdin.end();
    await ended;
  }
});
