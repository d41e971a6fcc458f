import { expect, test } from "vitest";
import { contentOf, rootOf } from "../../root-scene.fixture.ts";
import { giveVersionId } from "./give-version-id.ts";

const file = "/usr/lib/os-release";
const bootc = { "/usr/bin/bootc": "" };
const given = async (text: string) => {
  const root = await rootOf({ ...bootc, [file]: text });
  await giveVersionId(root);
  return (await contentOf(root))[file];
};

test("testing has the name of its release for a version, so that bootc's boot entries keep their order", async () => {
  expect(await given("ID=debian\nVERSION_CODENAME=forky\n")).toBe(
    'ID=debian\nVERSION_CODENAME=forky\nVERSION_ID="forky"\n',
  );
});

test.each(["ID=mine\n", "ID=mine\nVERSION_ID=\nVERSION_CODENAME=$(reboot)\n"])(
  "a release without a usable name has a version that never changes: %j",
  async (text) => {
    expect(await given(text)).toMatch(/^ID=mine\n(.*\n)?VERSION_ID="rolling"\n$/);
  },
);

test.each([
  ["that has a version", { ...bootc, [file]: 'ID=debian\nVERSION_ID="13"\n' }],
  ["without bootc", { [file]: "ID=debian\nVERSION_CODENAME=forky\n" }],
  ["without os-release", bootc],
])("a root %s stays as it is", async (_case, files) => {
  const root = await rootOf(files);
  await giveVersionId(root);

  expect(await contentOf(root)).toEqual(files);
});
