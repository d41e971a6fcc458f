import { expect, test } from "vitest";
import { rootOf } from "../root-scene.fixture.ts";
import { readPackageFiles, readPackageLists } from "./package-files.ts";

const info = "/var/lib/dpkg/info";

test("a path that packages share belongs to the first by name, and files in /usr need no owner", async () => {
  const root = await rootOf({
    [`${info}/b:amd64.list`]: "/.\n/var/lib/shared\n/usr/bin/b\n",
    [`${info}/a.list`]: "/.\n/var/lib/shared\n",
  });
  const { packages, ownerOf } = await readPackageFiles(root);

  expect([...packages]).toEqual(["a", "b"]);
  expect(ownerOf("/var/lib/shared")).toBe("a");
  expect(ownerOf("/usr/bin/b")).toBeUndefined();
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
