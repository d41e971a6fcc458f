import { mkdir, mkdtempDisposable, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { privilegeOf } from "../worker/privilege-of.ts";
import { removeWork } from "./remove-work.ts";

const id = "tiny-13-20250131.0";
const privilege = privilegeOf({ uid: 0, gid: 0 });

test("the work of a compose goes, and nothing else", async () => {
  await using out = await mkdtempDisposable(join(tmpdir(), "debootc-work-"));
  const path = join(out.path, id);
  const work = join(path, "work");
  await mkdir(join(work, "deep"), { recursive: true });
  await writeFile(join(path, "STATUS"), "DOOMED\n");
  await removeWork({ id, path, work }, privilege);

  expect(await readdir(path)).toEqual(["STATUS"]);
  expect(await readdir(out.path)).toEqual([id]);
});

test("nothing happens when it is gone already", async () => {
  await using out = await mkdtempDisposable(join(tmpdir(), "debootc-work-"));
  const path = join(out.path, id);

  await removeWork({ id, path, work: join(path, "work") }, privilege);

  expect(await readdir(out.path)).toEqual([]);
});
