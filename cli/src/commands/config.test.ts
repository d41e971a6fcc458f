import type { ExpandedChroot } from "@debootc/core/mock-build/chroot/expanded-chroot";
import { describe, expect, test } from "vitest";
import { call, directories, stub, stubAll } from "../door/call-command.fixture.ts";
import { config } from "./config.ts";

const loading = "chroot-configuration/load-chroot-configuration";

describe("config show", () => {
  test("tells each setting, and whether an option or the default gives it", async () => {
    const { result } = await call(config, "show", "--output-dir", "composes", "--boot-memory", "4096");

    expect(result).toMatchObject({
      settings: expect.arrayContaining([
        expect.objectContaining({
          name: "output-dir",
          value: "/home/me/work/composes",
          origin: { kind: "flag", name: "--output-dir" },
          variable: "DEBOOTC_OUTPUT_DIR",
        }),
        expect.objectContaining({ name: "boot-memory", value: 4096 }),
        expect.objectContaining({ name: "cache-dir", value: "/cache", origin: { kind: "default" } }),
      ]),
      files: Object.values(directories).map((place) => ({ path: `${place}/config.yaml`, present: false })),
    });
  });

  test("a setting that has no value has none in the report", async () => {
    const { result } = await call(config);
    const mirror = (result as { settings: { name: string }[] }).settings.find(
      ({ name }) => name === "mirror",
    );

    expect(mirror).not.toHaveProperty("value");
  });
});

test("config chroots lists what is described where the settings are", async () => {
  const calls = stubAll(loading, { knownChroots: ["sid", "trixie"], loadChrootConfiguration: undefined });
  const { result, said } = await call(config, "chroots");

  expect(calls).toEqual([["knownChroots", directories]]);
  expect(result).toEqual({ chroots: ["sid", "trixie"] });
  expect(said).toBe("sid\ntrixie\n");
});

test("config show CHROOT loads it with its file and plugins, which may come from anywhere but a source package", async () => {
  const chroot: Omit<ExpandedChroot, "schema" | "version"> = {
    name: "trixie-arm64",
    architecture: "arm64",
    files: [],
    values: [{ path: ["suite"], value: "trixie", origin: { from: "option", name: "NAME" }, overrides: [] }],
    unset: [],
  };
  const configurations = stubAll(loading, { knownChroots: [], loadChrootConfiguration: "unchecked" });
  const plugins = stub("mock-build/plugin-loader/load-plugins", "loadPlugins", {
    loaded: { expand: () => chroot },
  });
  const { result } = await call(config, "show", "trixie", "--arch", "arm64", "--config", "own.yaml");

  expect(configurations).toEqual([
    [
      "loadChrootConfiguration",
      "trixie",
      { architecture: "arm64", directories, config: "/home/me/work/own.yaml" },
    ],
  ]);
  expect(plugins).toEqual([["unchecked", { directories, sources: [] }]]);
  expect(result).toMatchObject({ schema: "debootc/expanded-chroot", ...chroot });
});
