import { expect, test } from "vitest";
import { buildSandbox } from "./build-sandbox.ts";

const command = { tool: "make", args: ["-j2"] };
const view = { root: "/work/root", user: "builder", network: "shared" } as const;

test("whatever is mounted in the root is checked for links first", () => {
  const { args } = buildSandbox(
    {
      ...view,
      tmpfs: [{ target: "/build", sizeBytes: 10 }],
      binds: [{ source: "/srv/data", target: "/srv/data" }],
    },
    command,
  );
  expect(args.slice(0, args.indexOf("--"))).toEqual([
    "/work/root",
    "/proc",
    "/dev",
    "/tmp",
    "/run",
    "/dev/shm",
    "/build",
    "/etc/resolv.conf",
    "/srv/data",
  ]);
});

test("a standard mount can be given a size, or another file be bound in its place", () => {
  const words = buildSandbox(
    {
      ...view,
      tmpfs: [{ target: "/tmp", sizeBytes: 4096 }],
      binds: [{ source: "/my/names", target: "/etc/resolv.conf" }],
    },
    command,
  ).args.join(" ");
  expect(words).toContain("--perms 1777 --size 4096 --tmpfs /tmp");
  expect(words.split("--tmpfs /tmp")).toHaveLength(2);
  expect(words).toContain("--ro-bind /my/names /etc/resolv.conf");
  expect(words.split(/--ro-bind \S+ \/etc\/resolv.conf/)).toHaveLength(2);
});

test.each(["relative", "/a/../etc", "/a//b", "/a/"])("%s is no place to mount something", (target) => {
  expect(() => buildSandbox({ ...view, binds: [{ source: "/srv", target }] }, command)).toThrow(
    /cannot be mounted in a build/,
  );
});

test("a terminal is only left to a person", () => {
  expect(buildSandbox(view, command).args).toContain("--new-session");
  expect(buildSandbox({ ...view, terminal: true }, command).args).not.toContain("--new-session");
});
