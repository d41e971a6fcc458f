import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { hookNames } from "./hook.ts";
import { loadedPlugin, plainChroot, start } from "./plugin-facts.fixture.ts";
import { refuseFailedChecks } from "./plugin-hooks.ts";

const source = { name: "sl", version: "5", dscName: "sl.dsc", directory: "/s" };

describe("hooks", () => {
  test("cover the life of a build at least as finely as Mock's 26", () => {
    expect(hookNames.length).toBeGreaterThanOrEqual(26);
  });

  test("are called by the order of the plugins, then as the configuration names them, each after the other's end", async () => {
    const called: string[] = [];
    const plugin = (name: string, order?: number) =>
      loadedPlugin({
        name,
        ...(order === undefined ? {} : { order }),
        hooks: {
          sourceReady: async ({ details, state }) => {
            await wait(5);
            state.set("seen", details.source.name);
            called.push(name);
          },
          finished: ({ state }) => void called.push(`${name} ${String(state.get("seen"))}`),
        },
      });
    const hooks = await start([plugin("b"), plugin("late", 5), plugin("a"), plugin("early", -1)]);

    await hooks.call("sourceReady", { source });
    await hooks.call("finished", { status: "successful" });

    expect(called).toEqual(["early", "b", "a", "late", "early sl", "b sl", "a sl", "late sl"]);
    expect([hooks.has("sourceReady"), hooks.has("beforeBuild")]).toEqual([true, false]);
  });

  test("that fail cause a warning with plugin and hook, and the others are still called", async () => {
    const called: string[] = [];
    const hooks = await start([
      loadedPlugin({ name: "bad", hooks: { beforeBase: () => Promise.reject(new Error("no luck")) } }),
      loadedPlugin({
        name: "worse",
        hooks: {
          beforeBase: () => {
            throw "a text";
          },
        },
      }),
      loadedPlugin({ name: "good", hooks: { beforeBase: () => void called.push("good") } }),
    ]);

    await hooks.call("beforeBase", {});

    expect(called).toEqual(["good"]);
    expect(hooks.warnings().map(({ code, message }) => [code, message])).toEqual([
      ["plugin-failed", "the plugin bad failed: no luck, at beforeBase"],
      ["plugin-failed", "the plugin worse failed: a text, at beforeBase"],
    ]);
  });

  test("that fail make the build fail if the plugin is required", async () => {
    const plugin = { name: "bad", hooks: { beforeBase: () => Promise.reject(new Error("no luck")) } };
    const hooks = await start([loadedPlugin(plugin, { required: true })]);

    await expect(hooks.call("beforeBase", {})).rejects.toMatchObject({ code: "plugin-failed" });
  });

  test("that never end are abandoned after their time, whether they obey their signal or not", async () => {
    let told = false;
    const hooks = await start([
      loadedPlugin(
        {
          hooks: {
            beforeBase: ({ signal }) =>
              new Promise(() => signal.addEventListener("abort", () => (told = true))),
          },
        },
        { timeoutSeconds: 0.05 },
      ),
    ]);

    await hooks.call("beforeBase", {});

    expect(told).toBe(true);
    expect(hooks.warnings()[0]?.message).toBe("the plugin own did not end within 0.05 s, at beforeBase");
  });

  test("end when the build is cancelled, which does not count as their failure", async () => {
    const stop = new AbortController();
    const hooks = await start([loadedPlugin({ hooks: { beforeBase: () => new Promise(() => {}) } })], {
      signal: stop.signal,
    });

    const called = hooks.call("beforeBase", {});
    stop.abort();

    await expect(called).rejects.toMatchObject({ code: "cancelled" });
    expect(hooks.warnings()).toEqual([]);
  });

  test("get the root only while a worker has it", async () => {
    const said: string[] = [];
    const hooks = await start([
      loadedPlugin({
        hooks: {
          beforeBuild: async ({ runInside, details }) =>
            void said.push((await runInside({ tool: "id" })).stdout, details.sourceTree),
        },
      }),
    ]);

    await hooks.call("beforeBuild", { sourceTree: "/build/x" }, () => ({
      runInside: async ({ tool }) => ({ stdout: `${tool} ran`, stderr: "", exitStatus: 0 }),
      copyOut: async () => {},
      watchOpens: async () => {},
      openedFiles: async () => [],
    }));

    expect(said).toEqual(["id ran", "/build/x"]);
  });

  test("leave files next to the results, but none that pass for results or lie elsewhere", async () => {
    const directory = await mkdtemp(join(tmpdir(), "debootc-plugin-"));
    const add = (name: string) =>
      loadedPlugin({ name, hooks: { beforeBase: ({ addResult }) => addResult(name, "text") } });
    const bad = ["../x", "a/b", ".hidden", "result.json", "sl_5_amd64.deb", "build.log", "sl.changes"];
    const hooks = await start([add("notes.txt"), ...bad.map(add)], { directory });

    await hooks.call("beforeBase", {});

    expect(hooks.results.names()).toEqual(["notes.txt"]);
    expect(await readFile(join(directory, "notes.txt"), "utf8")).toBe("text");
    expect(hooks.warnings()).toHaveLength(bad.length);
    await rm(directory, { recursive: true });
  });

  test("cannot add anything after their time is over", async () => {
    const late: Promise<unknown>[] = [];
    const hooks = await start([
      loadedPlugin({
        hooks: {
          beforeBase: ({ addResult }) => {
            late.push(wait(20).then(() => addResult("late.txt", "x")));
          },
        },
      }),
    ]);

    await hooks.call("beforeBase", {});

    await expect(late[0]).rejects.toMatchObject({ code: "plugin-failed" });
    expect(hooks.results.names()).toEqual([]);
  });

  test("have commands of this machine, without any of its environment", async () => {
    const lines: string[] = [];
    const hooks = await start(
      [
        loadedPlugin({
          hooks: {
            beforeBase: async ({ runOutside, log }) => {
              const { stdout } = await runOutside({ tool: "env", environment: { OWN: "1" } });
              log(stdout.split("\n").toSorted().join(" ").trim());
            },
          },
        }),
      ],
      { log: (line) => void lines.push(line) },
    );

    await hooks.call("beforeBase", {});

    expect(lines[0]).toMatch(/^\[own\] LC_ALL=C.UTF-8 OWN=1 PATH=\S+$/);
  });
});

describe("the contribution of a plugin", () => {
  const contributing = (name: string, contribution: object, required = false) =>
    loadedPlugin({ name, setup: () => contribution }, { required });

  test("is added to the chroot, whose own configuration wins", async () => {
    const chroot = { ...plainChroot, environment: { A: "own" }, limits: { processes: 50 }, packages: ["a1"] };
    const { contributed } = await start(
      [
        contributing("one", {
          packages: ["a1", "b1"],
          environment: { A: "plugin", B: "plugin" },
          limits: { processes: 100, timeSeconds: 60 },
          path: ["/usr/lib/ccache"],
          mounts: [{ type: "tmpfs", target: "/x" }],
          tmpfs: "on",
        }),
        contributing("two", { environment: { B: "plugin" }, mounts: [{ type: "tmpfs", target: "/x" }] }),
      ],
      { chroot },
    );

    expect(contributed).toEqual({
      chroot: {
        ...chroot,
        packages: ["a1", "b1"],
        environment: { A: "own", B: "plugin" },
        limits: { processes: 50, timeSeconds: 60 },
        mounts: [{ type: "tmpfs", target: "/x" }],
        tmpfs: "on",
      },
      path: ["/usr/lib/ccache"],
    });
  });

  test("must not contradict another plugin", async () => {
    const both = [
      contributing("one", { environment: { A: "1" } }),
      contributing("two", { environment: { A: "2" } }),
    ];

    await expect(start(both)).rejects.toMatchObject({
      code: "plugin-invalid",
      message: "the plugins one and two set the variable A to different values",
    });
  });

  test("is dropped if the set-up fails, and the plugin is not called later", async () => {
    const called: string[] = [];
    const hooks = await start([
      loadedPlugin({
        setup: () => Promise.reject(new Error("not here")),
        hooks: { beforeBase: () => void called.push("called") },
      }),
    ]);
    await hooks.call("beforeBase", {});

    expect(called).toEqual([]);
    expect(hooks.warnings()[0]?.message).toBe("the plugin own failed: not here, at setup");
  });

  test("belongs to the key with version, options and code, where it may change results", async () => {
    const { key } = await start([
      loadedPlugin({ name: "harmless" }),
      loadedPlugin(
        { name: "shaping", changesResults: true, version: "3" },
        { options: { level: 2 }, code: "sha256:00" },
      ),
    ]);

    expect(key).toEqual([{ name: "shaping", version: "3", options: { level: 2 }, code: "sha256:00" }]);
  });
});

test("a required check that fails makes the build fail, and its log is named", () => {
  refuseFailedChecks([
    { name: "a", status: "failed", summary: "s" },
    { name: "b", status: "passed", summary: "s", required: true },
  ]);
  const failed = {
    name: "lintian",
    status: "failed",
    summary: "2 errors",
    log: "lintian.log",
    required: true,
  } as const;

  expect(() => refuseFailedChecks([failed])).toThrow(
    expect.objectContaining({
      code: "checks-failed",
      exitStatus: 6,
      hint: "Read lintian.log next to the results.",
    }),
  );
});
