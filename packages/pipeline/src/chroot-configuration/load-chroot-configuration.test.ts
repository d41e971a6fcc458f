import { debianSuites } from "@debootc/core/debian/debian-suite";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { knownChroots, loadChrootConfiguration } from "./load-chroot-configuration.ts";

let user = "";
beforeAll(async () => {
  user = await mkdtemp(join(tmpdir(), "debootc-chroots-"));
  await mkdir(join(user, "chroots"));
  await writeFile(join(user, "chroots/own.yaml"), "based-on: sid\npackages: [vim]\n");
  await writeFile(join(user, "chroots/own-arm64.yaml"), "packages: [nano]\n");
});
afterAll(() => rm(user, { recursive: true }));

const directories = () => ({ site: "/nonexistent", user });
const own = () =>
  loadChrootConfiguration("own", { architecture: "arm64", directories: directories() }).accept([]);

test.each(debianSuites.flatMap((suite) => ["amd64", "arm64"].map((architecture) => [suite, architecture])))(
  "debootc ships a chroot of %s for %s",
  (suite = "", architecture = "") => {
    const { chroot, files } = loadChrootConfiguration(`${suite}-${architecture}`, {
      architecture: "amd64",
      directories: { site: "/nonexistent", user: "/nonexistent" },
    }).accept([]);

    expect(chroot).toMatchObject({ name: `${suite}-${architecture}`, suite, architecture });
    expect(files).toHaveLength(1);
  },
);

test("a chroot of the user's is known, and what is for one architecture only adds to it", () => {
  expect(knownChroots(directories())).toEqual([...debianSuites, "own"].toSorted());
  const { chroot } = own();
  expect(chroot).toMatchObject({ name: "own-arm64", suite: "sid", packages: ["vim", "nano"] });
});

test("a file that is a link to nowhere is an error, not none", async () => {
  const { symlink } = await import("node:fs/promises");
  await symlink("/nonexistent/x", join(user, "mock-build.yaml"));

  expect(own).toThrow(expect.objectContaining({ code: "chroot-invalid" }));
  await rm(join(user, "mock-build.yaml"));
});
