import { trialArguments } from "@debootc/core/disk/trial-arguments";
import { readToml } from "@debootc/core/lint/parse/toml-document";
import { expect, test } from "vitest";
import * as z from "zod";
import { contentOf, rootOf } from "../../root-scene.fixture.ts";
import { configureBootcInstall } from "./configure-bootc-install.ts";

const file = "/usr/lib/bootc/install/00-debootc.toml";
const bootc = { "/usr/bin/bootc": "" };
const readIn = async (root: Awaited<ReturnType<typeof rootOf>>) =>
  readToml(await root.readBytes(file), z.unknown());

test("bootc installs with the file system of `disk`, and with the kernel arguments of trials", async () => {
  const root = await rootOf(bootc);
  await configureBootcInstall(root, { filesystem: "ext4", counting: true });

  expect(await readIn(root)).toEqual({
    value: { install: { kargs: [...trialArguments], filesystem: { root: { type: "ext4" } } } },
  });
});

test("a system that counts no boots has no arguments that end one", async () => {
  const root = await rootOf(bootc);
  await configureBootcInstall(root, { filesystem: "ext4", counting: false });

  expect(await readIn(root)).toEqual({ value: { install: { filesystem: { root: { type: "ext4" } } } } });
});

test.each([
  ["a root without bootc", {}],
  ["a file of the treefile", { ...bootc, [file]: "[install]\n" }],
])("%s stays as it is", async (_case, files) => {
  const root = await rootOf(files);
  await configureBootcInstall(root, { filesystem: "ext4", counting: true });

  expect(await contentOf(root)).toEqual(files);
});
