import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { differencesOf } from "./differences-of.ts";

test("files and links that two directories do not share are named, and nothing else", async () => {
  const work = await mkdtemp(join(tmpdir(), "debootc-differences-"));
  for (const [side, word] of Object.entries({ first: "a", second: "b" })) {
    await mkdir(join(work, side, "below"), { recursive: true });
    await writeFile(join(work, side, "below/same"), "same");
    await writeFile(join(work, side, "below/other"), word);
    await writeFile(join(work, side, `only-${word}`), "");
    await symlink(word, join(work, side, "link"));
    await symlink("below", join(work, side, "same-link"));
  }

  const found = await differencesOf(join(work, "first"), join(work, "second"));
  await rm(work, { recursive: true });

  expect(found).toEqual(["below/other", "link", "only-a", "only-b"]);
});
