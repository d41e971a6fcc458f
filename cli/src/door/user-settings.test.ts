import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settings } from "@debootc/core/settings/setting";
import { describeRequest } from "@debootc/core/request/describe-request";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandTable } from "../command-table.ts";
import { settingsPaths, userSettings } from "@debootc/pipeline/door/user-settings";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-settings-"));
});
afterEach(() => rm(directory, { recursive: true }));

const read = (path: string, environment = {}) => userSettings(environment, "/home/me", [path]);

describe("settings files", () => {
  test("are the user's, then the machine's; a relative XDG_CONFIG_HOME is ignored", () => {
    const machine = "/etc/debootc/config.yaml";

    expect(settingsPaths("/home/me", {})).toEqual(["/home/me/.config/debootc/config.yaml", machine]);
    expect(settingsPaths("/home/me", { XDG_CONFIG_HOME: "/c" })).toEqual(["/c/debootc/config.yaml", machine]);
    expect(settingsPaths("/home/me", { XDG_CONFIG_HOME: "c" })[0]).toBe(
      "/home/me/.config/debootc/config.yaml",
    );
  });

  test("that are not there set nothing", async () => {
    const path = join(directory, "none.yaml");

    expect(await read(path)).toEqual({ given: new Map(), files: [{ path, present: false }] });
    expect((await read(join(directory, "none/config.yaml"))).refusal).toBeUndefined();
  });

  test("that are there are read", async () => {
    const path = join(directory, "config.yaml");
    await writeFile(path, "jobs: 7\n");

    const { given, files } = await read(path);

    expect(given.get("jobs")).toEqual({ value: 7, origin: { kind: "file", file: path, line: 1, column: 1 } });
    expect(files).toEqual([{ path, present: true }]);
  });

  test("that cannot be read are not passed over", async () => {
    const path = join(directory, "config.yaml");
    await mkdir(path);

    expect((await read(path)).refusal?.diagnostics).toMatchObject([
      { file: path, message: "the file is a directory, not a file" },
    ]);
  });
});

test("every option that is a setting is the same field in every command, and each is an option of some command", async () => {
  const seen = new Set<string>();
  for (const [command, { load }] of Object.entries(commandTable)) {
    const { request } = await load();
    for (const [field, { setting }] of Object.entries(describeRequest(request).properties)) {
      if (setting === undefined) continue;
      expect(settings.get(setting)?.schema, `${command} ${field}`).toBe(request.shape[field]);
      if (command !== "config") seen.add(setting);
    }
  }

  expect([...seen].toSorted()).toEqual([...settings.keys()].toSorted());
});
