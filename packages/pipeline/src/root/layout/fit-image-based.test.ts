import { expect, test } from "vitest";
import { contentOf, rootOf } from "../root-scene.fixture.ts";
import { fitImageBased } from "./fit-image-based.ts";

test("a tree without these packages is left alone", async () => {
  const files = { "/usr/bin/true": "" };
  const root = await rootOf(files);
  await fitImageBased(root);

  expect(await contentOf(root)).toEqual(files);
});

test("what packages assume of a machine fits an image", async () => {
  const root = await rootOf({
    "/usr/lib/systemd/systemd": "",
    "/usr/lib/systemd/system-generators/systemd-gpt-auto-generator": "",
    "/usr/lib/systemd/system/ssh.service": "",
    "/usr/lib/ostree/ostree-prepare-root": "",
    "/etc/nsswitch.conf": "",
  });
  await fitImageBased(root);
  const content = await contentOf(root);

  expect(content["/etc/machine-id"]).toBe("uninitialized\n");
  expect(content["/usr/lib/systemd/system-preset/99-debootc.preset"]).toBe("disable *\n");
  expect(content["/etc/systemd/system-generators/systemd-gpt-auto-generator"]).toBe("->/dev/null");
  expect(content["/usr/lib/systemd/system/ssh.service.d/10-debootc.conf"]).toContain("ssh-keygen -A");
  expect(content["/usr/lib/ostree/prepare-root.conf"]).toContain("readonly = true");
  expect(content["/etc/hosts"]).toContain("127.0.0.1 localhost");
});

test("files that are there already stay", async () => {
  const root = await rootOf({
    "/usr/lib/ostree/ostree-prepare-root": "",
    "/usr/lib/ostree/prepare-root.conf": "own",
    "/etc/nsswitch.conf": "",
    "/etc/hosts": "own",
  });
  await fitImageBased(root);

  expect(await root.readText("/usr/lib/ostree/prepare-root.conf")).toBe("own");
  expect(await root.readText("/etc/hosts")).toBe("own");
});

test("links that packages made stay", async () => {
  const links = {
    "/etc/resolv.conf": "->../run/resolvconf/resolv.conf",
    "/etc/machine-id": "->/var/lib/dbus/machine-id",
    "/etc/hosts": "->/run/hosts",
  };
  const root = await rootOf({
    ...links,
    "/usr/lib/systemd/systemd": "",
    "/usr/lib/systemd/systemd-resolved": "",
    "/etc/nsswitch.conf": "",
  });
  await fitImageBased(root);

  expect(await contentOf(root)).toMatchObject(links);
});

test.each([
  ["nobody has chosen one: before trixie", {}, "/etc/default/locale", "LANG=C.UTF-8\n"],
  [
    "nobody has chosen one",
    { "/etc/default/locale": "->../locale.conf" },
    "/etc/locale.conf",
    "LANG=C.UTF-8\n",
  ],
  [
    "a package has chosen another",
    { "/etc/default/locale": "->../locale.conf", "/etc/locale.conf": "LANG=pt_PT.UTF-8\n" },
    "/etc/locale.conf",
    "LANG=pt_PT.UTF-8\n",
  ],
])("machines have a locale that knows all characters: %s", async (_case, files, place, text) => {
  const root = await rootOf({ "/usr/lib/systemd/systemd": "", ...files });
  await fitImageBased(root);

  expect((await contentOf(root))[place]).toBe(text);
});
