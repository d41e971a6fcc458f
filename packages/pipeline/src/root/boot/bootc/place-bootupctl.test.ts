import { expect, test } from "vitest";
import { contentOf, modeOf, rootOf } from "../../root-scene.fixture.ts";
import { placeBootupctl } from "./place-bootupctl.ts";

const updates = "/usr/lib/bootupd/updates";
const options = { tries: 3, serial: false, bls: false };

test.each([
  ["without bootc", {}],
  ["with a bootupd", { "/usr/bin/bootc": "", "/usr/bin/bootupctl": "bootupd's" }],
  ["with a bootupd that is not on the path", { "/usr/bin/bootc": "", "/usr/libexec/bootupd": "bootupd's" }],
])("a root %s is left alone", async (_case, files) => {
  const root = await rootOf(files);
  await placeBootupctl(root, options);

  expect(await contentOf(root)).toEqual(files);
});

test("a root with bootc alone has what bootc looks for, and what an installation copies", async () => {
  const root = await rootOf({ "/usr/bin/bootc": "" });
  await placeBootupctl(root, options);
  const content = await contentOf(root);

  expect(Object.keys(content).sort()).toEqual([
    "/usr/bin/bootc",
    "/usr/bin/bootupctl",
    `${updates}/grub.cfg`,
    `${updates}/grubenv`,
    `${updates}/trial-arguments`,
  ]);
  expect(await modeOf(root, "/usr/bin/bootupctl")).toBe("755");
  expect(content[`${updates}/grub.cfg`]).toContain("--set=root @ROOT_UUID@\n");
  expect(content[`${updates}/grub.cfg`]).toContain('"$tries" = "3"');
  expect(content[`${updates}/grubenv`]).toHaveLength(1024);
  expect(content[`${updates}/trial-arguments`]?.split("\n")).toContain("rd.emergency=reboot");
});

test("a system that counts no boots has no arguments that end one", async () => {
  const root = await rootOf({ "/usr/bin/bootc": "" });
  await placeBootupctl(root, { ...options, tries: 0 });
  const content = await contentOf(root);

  expect(content[`${updates}/trial-arguments`]).toBe("");
  expect(content[`${updates}/grub.cfg`]).not.toContain("$tries");
});

test("a GRUB that reads the entries of bootc's composefs backend is told which of them comes first", async () => {
  const root = await rootOf({ "/usr/bin/bootc": "" });
  await placeBootupctl(root, { ...options, bls: true });
  const text = (await contentOf(root))[`${updates}/grub-bls.cfg`] ?? "";

  expect(text).toMatch(/--set=root @ROOT_UUID@\n(.*\n)*insmod blsuki\n/);
  expect(text.split("\n").filter((line) => line.startsWith("for file in"))).toEqual([
    "for file in $entries/*-1.conf; do",
    "for file in $entries/*.conf; do",
  ]);
});
