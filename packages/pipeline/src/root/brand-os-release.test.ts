import { expect, test } from "vitest";
import { brandOsRelease } from "./brand-os-release.ts";
import { contentOf, origin, refusalOf, rootOf } from "./root-scene.fixture.ts";

const text = 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_ID="13"\n';

test("the version of the tree goes into the file that /etc/os-release leads to", async () => {
  const root = await rootOf({ "/usr/lib/os-release": text, "/etc/os-release": "->../usr/lib/os-release" });
  await brandOsRelease(root, { replaced: "13", version: "13.4", origin });

  expect(await contentOf(root)).toEqual({
    "/etc/os-release": "->../usr/lib/os-release",
    "/usr/lib/os-release":
      'PRETTY_NAME="Debian GNU/Linux 13.4 (trixie)"\nVERSION_ID="13"\nOSTREE_VERSION=\'13.4\'\n',
  });
});

test("a text that os-release does not have is refused where the treefile gives it", async () => {
  const root = await rootOf({ "/usr/lib/os-release": text });
  const error = await refusalOf(brandOsRelease(root, { replaced: "14", version: "14.0", origin }));

  expect(error.diagnostics).toEqual([
    expect.objectContaining({ ...origin, key: "mutate-os-release", allowed: expect.stringContaining("13") }),
  ]);
});

test("a plan without a version is a fault of debootc", async () => {
  const root = await rootOf({ "/usr/lib/os-release": text });

  expect((await refusalOf(brandOsRelease(root, { replaced: "13", origin }))).code).toBe("internal-fault");
});
