import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { unitDiagnostics } from "./enable-units.ts";
import { RootDirectory } from "../../tree/root-directory.ts";

const wanted = (...names: string[]) =>
  names.map((name, index) => ({ name, origin: { file: "/tree/system.yaml", line: index + 1, column: 5 } }));

/** The findings for units in a root of these files; a text that begins with `->` is a link. */
async function findings(
  files: Record<string, string>,
  units: string[],
  target?: string,
  { disabled = [], masked = [] }: { readonly disabled?: string[]; readonly masked?: string[] } = {},
) {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-units-"));
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory.path, name);
    await mkdir(dirname(path), { recursive: true });
    await (text.startsWith("->") ? symlink(text.slice(2), path) : writeFile(path, text));
  }
  const found = await unitDiagnostics(new RootDirectory(directory.path), {
    units: wanted(...units),
    disabled: wanted(...disabled),
    masked: wanted(...masked),
    targets: wanted(...(target === undefined ? [] : [target])),
  });
  return found.map(({ file, line, column, key, given, message, hint }) => ({
    at: `${file}:${line}:${column}`,
    key,
    given,
    message,
    hint,
  }));
}

const systemd = { "usr/bin/systemctl": "" };
const lib = "usr/lib/systemd/system";
const install = "[Install]\nWantedBy=multi-user.target\n";

test("units that are there and can be enabled are no finding", async () => {
  const files = {
    ...systemd,
    [`${lib}/ssh.service`]: install,
    [`${lib}/getty@.service`]: "[Install]\nDefaultInstance=tty1\n",
    [`${lib}/multi-user.target`]: "[Unit]\n",
  };

  expect(
    await findings(files, ["ssh.service", "getty@tty2.service", "getty@.service"], "multi-user.target"),
  ).toEqual([]);
});

test("each unit at fault is told with its place in the treefile and a guess that is near", async () => {
  const files = {
    ...systemd,
    [`${lib}/ssh.service`]: install,
    [`${lib}/static.service`]: "[Service]\n",
    [`${lib}/foo@.service`]: install,
    [`${lib}/rescue.target`]: "[Unit]\n",
    "etc/systemd/system/masked.service": "->/dev/null",
    [`${lib}/masked.service`]: install,
  };
  const units = ["sshd.service", "app.service", "static.service", "foo@.service", "masked.service"];
  const found = await findings(files, units, "reskue.target");

  expect(found.map(({ at, key, message }) => `${at} ${key}: ${message}`)).toEqual([
    "/tree/system.yaml:1:5 units: no such unit in the image",
    "/tree/system.yaml:2:5 units: no such unit in the image",
    "/tree/system.yaml:3:5 units: the unit has no [Install] section, so enabling it does nothing",
    "/tree/system.yaml:4:5 units: the unit is a template without a default instance, so it needs one",
    "/tree/system.yaml:5:5 units: the unit is masked: /etc/systemd/system/masked.service is a link to /dev/null",
    "/tree/system.yaml:1:5 default-target: no such unit in the image",
  ]);
  expect(found.map(({ hint }) => hint).slice(0, 2)).toEqual([
    "Did you mean ssh.service?",
    "Add the package that ships it.",
  ]);
  expect(found.at(-1)?.hint).toBe("Did you mean rescue.target?");
});

test("a unit that a generator makes at boot is told with what it is made from", async () => {
  const files = {
    ...systemd,
    "usr/share/containers/systemd/agent/agent.container": "[Container]\nServiceName=agentd\n",
    "etc/init.d/legacy": "#!/bin/sh\n",
    "etc/fstab": "LABEL=data /srv/data ext4 defaults 0 2\n",
  };
  const found = await findings(files, ["agentd.service", "legacy.service", "srv-data.mount"]);

  expect(found.map(({ message }) => message)).toEqual([
    "the unit cannot be enabled: quadlet (podman-systemd.unit(5)) makes it from /usr/share/containers/systemd/agent/agent.container at each boot",
    "the unit cannot be enabled: systemd-sysv-generator(8) makes it from /etc/init.d/legacy at each boot",
    "the unit cannot be enabled: systemd-fstab-generator(8) makes it from /etc/fstab at each boot",
  ]);
});

test("units that contradict each other are told at the second, with the place of the first", async () => {
  const files = {
    ...systemd,
    [`${lib}/chrony.service`]: `[Unit]\nConflicts=ntp.service\n${install}`,
    [`${lib}/ntp.service`]: install,
  };

  expect(await findings(files, ["chrony.service", "ntp.service"])).toEqual([
    {
      at: "/tree/system.yaml:2:5",
      key: "units",
      given: "ntp.service",
      message:
        "the unit contradicts chrony.service, which is enabled too: chrony.service stops it (Conflicts=)",
      hint: "Remove one of the two; chrony.service is given in /tree/system.yaml:1.",
    },
  ]);
});

test("a unit that is disabled or masked must be there, though it need not be one that can be enabled", async () => {
  const files = { ...systemd, [`${lib}/static.service`]: "[Service]\n" };
  const others = { disabled: ["static.service", "statik.service"], masked: ["static.service", "gone.timer"] };

  expect(await findings(files, [], undefined, others)).toMatchObject([
    { key: "disable-units", given: "statik.service", hint: "Did you mean static.service?" },
    { key: "mask-units", given: "gone.timer" },
  ]);
});

test("without systemd every unit is told", async () => {
  expect(await findings({}, ["a.service"], "b.target")).toMatchObject([
    { key: "units", given: "a.service", hint: expect.stringContaining("Add `systemd`") },
    { key: "default-target", given: "b.target" },
  ]);
});
