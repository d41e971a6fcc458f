import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import { checkSelection } from "./check-selection.ts";
import { lockedOf, treefileOf } from "./lock-section.fixture.ts";

const origin = { file: "/tree/system.yaml", line: 3, column: 5 };

/** The findings for a set of packages. */
function findings(changes: Partial<ResolvedTreefile>, names: readonly string[]) {
  try {
    checkSelection(treefileOf(changes), { packages: names.map((name) => lockedOf(name, "1")) });
    return [];
  } catch (error) {
    if (error instanceof DebootcError && error.code === "treefile-invalid") return error.diagnostics;
    throw error;
  }
}

test("a package whose files are to be removed must be in the set", () => {
  const removeFromPackages = [{ package: "cpio", patterns: ["x"], origin }];

  expect(findings({ removeFromPackages }, ["cpio"])).toEqual([]);
  expect(findings({ removeFromPackages }, ["tar"])).toMatchObject([
    { ...origin, key: "remove-from-packages" },
  ]);
});

test("an answer for a package outside the set is refused at its place", () => {
  const answer = (name: string) =>
    ({ package: name, question: `${name}/x`, type: "string", value: "", origin }) as const;

  expect(findings({ debconf: [answer("tzdata"), answer("loales")] }, ["tzdata", "locales"])).toMatchObject([
    {
      ...origin,
      key: "debconf",
      message: "the package loales is not in the image",
      hint: expect.stringContaining("Did you mean `locales`?"),
    },
  ]);
});

const kernel = "linux-image-6.12.48+deb13-cloud-amd64";
const initramfs = ["dracut-core", "ostree-boot", "zstd"];
const place = (line: number) => ({ ...origin, line });
const messages = (...given: Parameters<typeof findings>) =>
  findings(...given).map(({ line, key, message }) => `${line} ${key}: ${message}`);

test("a kernel needs what makes its initramfs, and is told where the treefile asks for it", () => {
  const nameOrigins = {
    packages: { bash: place(2), "linux-image-cloud-amd64": place(7) },
    excludePackages: {},
  };

  expect(messages({ nameOrigins }, [kernel, ...initramfs])).toEqual([]);
  expect(messages({ nameOrigins }, [kernel, "zstd"])).toEqual([
    `7 packages: the image has the kernel ${kernel}, but nothing that makes an initramfs for it: it lacks dracut, ostree-boot`,
  ]);
  expect(messages({ nameOrigins }, ["linux-image-6.12.48-dbg", "linux-image-cloud-amd64"])).toEqual([]);
});

test("two kernels are told at the second", () => {
  const [first, second] = ["linux-image-6.12.48+deb13-amd64", kernel];
  const nameOrigins = { packages: { [first]: place(4), [second]: place(5) }, excludePackages: {} };

  expect(messages({ nameOrigins }, [first, second, ...initramfs])).toEqual([
    `5 packages: the image has 2 kernels: ${first}, ${second}`,
  ]);
});

test("what may take the kernel out again is left to the build", () => {
  const nameOrigins = { packages: { [kernel]: place(4) }, excludePackages: {} };
  const script = { script: "#!/bin/sh\nrm -r /usr/lib/modules/*\n", origin: "x:1", place: origin };

  expect(messages({ nameOrigins, removeFiles: ["/usr/lib/modules"] }, [kernel])).toEqual([]);
  expect(messages({ nameOrigins, postprocess: [script] }, [kernel])).toEqual([]);
  const added = ["dracut", "zstd"].map((name) => ({
    source: `/tree/${name}`,
    beside: "/tree",
    target: `/usr/bin/${name}`,
    origin,
  }));
  expect(messages({ nameOrigins, addFiles: added }, [kernel, "ostree-boot"])).toEqual([]);
});

test("without systemd no unit can be enabled", () => {
  const units = [{ name: "ssh.service", origin: place(4) }];
  const defaultTarget = { name: "multi-user.target", origin: place(5) };
  const message = "systemd is not in the image, so nothing can be enabled";

  expect(messages({ units, defaultTarget }, ["bash"])).toEqual([
    `4 units: ${message}`,
    `5 default-target: ${message}`,
  ]);
  expect(messages({ units, defaultTarget }, ["systemd"])).toEqual([]);
});

test("shells and interpreters that no package brings are told where they are named", () => {
  const user = { name: "admin", uid: 1000, gecos: "", groups: [], shell: "/bin/zsh", origin: place(6) };
  const script = (first: string) => ({ script: `${first}\nx\n`, origin: "x:8", place: place(8) });
  const postprocess = ["#!/usr/bin/env python3", "#! /usr/bin/php -n", "#!/bin/sh"].map(script);

  expect(messages({ users: [user], postprocess }, ["bash"])).toEqual([
    "6 users: the login shell /bin/zsh of admin is not in the image",
    "8 postprocess: the postprocess script cannot be started: the image has no /usr/bin/python3",
    "8 postprocess: the postprocess script cannot be started: the image has no /usr/bin/php",
  ]);
  expect(messages({ users: [user], postprocess }, ["zsh", "python3-minimal", "php8.4-cli"])).toEqual([]);
});

test("a setting without the package that it needs is told at its place", () => {
  const settings = {
    timezone: { name: "Europe/Lisbon", origin: place(4) },
    locale: { name: "pt_PT.UTF-8", origin: place(5) },
    keyboard: { layout: "pt", variant: "", model: "pc105", options: "", origin: place(6) },
  };

  expect(messages(settings, ["bash"])).toEqual([
    "4 timezone: the package tzdata is not in the image",
    "5 locale: the package locales is not in the image",
    "6 keyboard: the package console-setup is not in the image",
  ]);
  expect(messages(settings, ["tzdata", "locales", "keyboard-configuration"])).toEqual([]);
  expect(messages({ locale: { name: "C.UTF-8", origin: place(5) } }, ["bash"])).toEqual([]);
});

test("sudo and passwords of the first boot need their packages, told where the account is", () => {
  const admin = { name: "admin", uid: 1000, gecos: "", groups: [], shell: "/bin/bash", origin: place(6) };
  const changes = {
    users: [{ ...admin, sudo: "nopasswd" as const }],
    passwords: [{ user: "admin", origin: place(7) }],
  };

  expect(messages(changes, ["bash"])).toEqual([
    "6 users: the package sudo is not in the image",
    "7 users: the package passwd is not in the image",
    "7 users: the package systemd is not in the image",
  ]);
  expect(messages(changes, ["sudo", "passwd", "systemd"])).toEqual([]);
});
