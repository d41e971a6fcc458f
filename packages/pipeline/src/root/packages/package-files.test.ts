import { expect, test } from "vitest";
import { rootOf } from "../root-scene.fixture.ts";
import { readPackageFiles, readPackageLists } from "./package-files.ts";

const info = "/var/lib/dpkg/info";

test("a path that packages share belongs to the first by name", async () => {
  const root = await rootOf({
    [`${info}/b:amd64.list`]: "/.\n/var/lib/shared\n/usr/bin/b\n",
    [`${info}/a.list`]: "/.\n/var/lib/shared\n",
  });
  const { packages, ownerOf } = await readPackageFiles(root);

  expect([...packages]).toEqual(["a", "b"]);
  expect(ownerOf("/var/lib/shared")).toBe("a");
  expect(ownerOf("/usr/bin/b")).toBe("b");
});

test("a file in /lib has its owner where the merge of /usr puts it", async () => {
  const root = await rootOf({ [`${info}/a.list`]: "/.\n/lib/a\n" });

  expect((await readPackageFiles(root)).ownerOf("/usr/lib/a")).toBe("a");
});

test("a directory that a package has alone tells whose files are made in it", async () => {
  const root = await rootOf({
    [`${info}/a.list`]: "/.\n/var\n/var/lib\n/var/lib/a\n",
    [`${info}/b.list`]: "/.\n/var\n/var/lib\n",
  });
  const { directoryOwnerOf } = await readPackageFiles(root);

  expect(["/var/lib/a/x/y", "/var/lib/c/y", "/z"].map(directoryOwnerOf)).toEqual(["a", undefined, undefined]);
});

test("a name that is not UTF-8 has an owner", async () => {
  const root = await rootOf({ [`${info}/a.list`]: "" });
  await root.rewriteFile(`${info}/a.list`, "/usr/caf\udce9\n");

  expect((await readPackageFiles(root)).ownerOf("/usr/caf\udce9")).toBe("a");
});

test("a file that another package diverts has the name that it was given", async () => {
  const root = await rootOf({
    "/var/lib/dpkg/diversions": "/bin/sh\n/bin/sh.distrib\ndash\n",
    [`${info}/bash.list`]: "/bin/sh\n",
    [`${info}/dash.list`]: "/bin/sh\n",
  });

  expect(Object.fromEntries(await readPackageLists(root))).toEqual({
    bash: ["/bin/sh.distrib"],
    dash: ["/bin/sh"],
  });
});
