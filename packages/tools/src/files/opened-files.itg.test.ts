import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { watchOpenedFiles } from "./opened-files.ts";
import { mountOverlay, unmount } from "../sandbox/overlay.ts";
import { run } from "../run.ts";

test("opened files of an overlay are reported, even in a sandbox; files that are only looked at are not", async () => {
  const directory = await mkdtemp(join(tmpdir(), "debootc-opened-"));
  const [lower, upper, work, target] = ["lower", "upper", "work", "root"].map((name) =>
    join(directory, name),
  );
  if (lower === undefined || upper === undefined || work === undefined || target === undefined) return;
  for (const one of [lower, upper, work, target]) await mkdir(one);
  for (const name of ["before", "host", "inside", "only-looked-at"]) await writeFile(join(lower, name), "x");
  await mountOverlay({ lower: [lower], upper, work, target }, new AbortController().signal);
  try {
    await readFile(join(target, "before"));
    const watch = await watchOpenedFiles(target);
    await readFile(join(target, "host"));
    // The mounts of a sandbox that has ended are in no path any more: it waits until its file was seen.
    const seen = new PassThrough();
    const sandboxed = run({
      tool: "bwrap",
      args: [
        ...["--ro-bind", "/", "/", "--bind", target, "/mnt", "--"],
        ...["sh", "-c", "read -r _ </mnt/inside; read -r _"],
      ],
      input: seen,
      accept: "all",
    });
    await expect.poll(async () => (await watch.paths()).some((path) => path.endsWith("/inside"))).toBe(true);
    seen.end();
    await sandboxed;
    await run({ tool: "stat", args: [join(target, "only-looked-at")] });

    expect((await watch.paths()).toSorted()).toEqual(["/mnt/inside", join(target, "host")].toSorted());
    await watch.close();
  } finally {
    await unmount(target);
    await rm(directory, { recursive: true });
  }
});
