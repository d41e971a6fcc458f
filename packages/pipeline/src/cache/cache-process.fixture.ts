import { digestOfBytes } from "@debootc/core/record/digest";
import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lease } from "./cache.ts";
import { openLocalCache } from "./local-cache.ts";
import { removeTree } from "../worker/remove-tree.ts";

// A process with a cache of its own: `put DIR GATE` produces one entry once GATE exists, `hold DIR` keeps a lease
// for ever, `churn DIR SEED ROUNDS` gets, puts and prunes a few keys and checks what it holds.
const [mode = "", directory = "", third = "", rounds = ""] = process.argv.slice(2);
const cache = await openLocalCache({
  directory,
  trustDomain: "trusted",
  producer: "0.0.0",
  clock: () => new Date(),
  removeTree,
});

if (mode === "put") await putBehind(third);
if (mode === "hold") await holdForEver();
if (mode === "churn") await churn(Number(third), Number(rounds));

async function putBehind(gate: string): Promise<void> {
  const lease = await cache.put("root", digestOfBytes("shared"), async (content) => {
    say("producing");
    while (!(await exists(gate))) await sleep(5);
    await writeFile(join(content, "file"), String(process.pid));
    return digestOfBytes("output");
  });
  say(`read ${await readFile(join(lease.path, "file"), "utf8")}`);
  await lease[Symbol.asyncDispose]();
}

async function holdForEver(): Promise<void> {
  await cache.get("root", digestOfBytes("shared"));
  say("holding");
  await sleep(600_000);
}

async function churn(seed: number, rounds: number): Promise<void> {
  let state = seed;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  for (let round = 0; round < rounds; round += 1) {
    const text = `entry ${random(3)}`;
    const key = digestOfBytes(text);
    const choice = random(3);
    if (choice === 0) {
      await cache.prune({ maxBytes: 0, now: new Date() });
      continue;
    }
    await using lease =
      choice === 1
        ? await cache.get("root", key)
        : await cache.put("root", key, async (content) => {
            await writeFile(join(content, "file"), text);
            return key;
          });
    if (lease) await checkFor(lease, text, random(5));
  }
  say("sound");
}

async function checkFor(lease: Lease, text: string, milliseconds: number): Promise<void> {
  await sleep(milliseconds);
  const found = await readFile(join(lease.path, "file"), "utf8");
  if (found !== text) throw new Error(`${lease.path} holds "${found}" instead of "${text}"`);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
