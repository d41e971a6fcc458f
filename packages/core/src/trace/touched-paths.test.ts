import { expect, test } from "vitest";
import { touchedPaths, type TouchedPaths } from "./touched-paths.ts";
import { traceOf } from "./trace.fixture.ts";
import { tracedCalls } from "./traced-calls.ts";

function read(...lines: string[]) {
  const trace = tracedCalls(traceOf(...lines));
  if ("reason" in trace) throw new Error(trace.reason);
  return touchedPaths(trace.calls);
}

function touchedBy(...lines: string[]): TouchedPaths {
  const asked = read(...lines);
  if ("reason" in asked) throw new Error(asked.reason);
  return asked.touched;
}

const started = "2 clone(child_stack=NULL, flags=SIGCHLD) = 13 /* 3 in strace's PID NS */";

test("what was looked for and is not there is touched too", () => {
  const { paths } = touchedBy('2 access("/etc/none", F_OK) = -1 ENOENT (No such file or directory)');

  expect([...paths]).toEqual(["/usr/bin/dracut", "/etc/none"]);
});

test("a relative path begins where the process is, or at its descriptor", () => {
  const { paths } = touchedBy(
    '2 chdir("/usr") = 0',
    '2 readlink("lib/x", "elsewhere", 4095) = 9',
    '2 newfstatat(5</etc>, "conf.d/y", 0x7f, 0) = 0',
    '2 faccessat2(5<pipe:[1]>, "z", F_OK, 0) = 0',
  );

  expect([...paths].slice(1)).toEqual(["/usr", "/usr/lib/x", "/etc", "/etc/conf.d/y", "/usr/z"]);
});

test("a process begins where its parent was, and each goes on by itself", () => {
  const { paths } = touchedBy(
    '2 chdir("/usr") = 0',
    started,
    '3 chdir("lib") = 0',
    '3 access("a", F_OK) = 0',
    '2 access("b", F_OK) = 0',
  );

  expect([...paths].slice(-2)).toEqual(["/usr/lib/a", "/usr/b"]);
});

test("a process may be seen before the call that started it has ended", () => {
  const { paths } = touchedBy(
    '2 chdir("/usr") = 0',
    "2 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>",
    '3 access("a", F_OK) = 0',
    "2 <... clone resumed>) = 13 /* 3 in strace's PID NS */",
  );

  expect([...paths]).toContain("/usr/a");
});

test("a process that ended before its parent heard of it may have been anywhere", () => {
  const { paths, made } = touchedBy(
    '2 chdir("/usr") = 0',
    "2 clone(child_stack=NULL, flags=SIGCHLD) = 13",
    '3 access("a", F_OK) = 0',
    '3 mkdir("b", 0755) = 0',
    '3 mkdir("/c", 0755) = 0',
    '3 chdir("d") = 0',
    '3 access("e", F_OK) = 0',
  );

  expect([...paths].filter((path) => /[ae]$/.test(path))).toEqual(["//a", "/usr/a", "//d/e", "/usr/d/e"]);
  expect([...made]).toEqual(["/c"]);
});

test("threads go together", () => {
  const { paths } = touchedBy(
    "2 clone(child_stack=NULL, flags=CLONE_VM|CLONE_FS) = 13 /* 3 in strace's PID NS */",
    '3 chdir("/usr") = 0',
    '2 access("a", F_OK) = 0',
  );

  expect([...paths]).toContain("/usr/a");
});

test("directories that are listed, programs that are started, and what the program makes is told apart", () => {
  const touched = touchedBy(
    "2 getdents64(3</etc/conf.d>, 0x7f, 32768) = 48",
    '2 execve("/usr/local/bin/sh", 0x7f, 0x7f) = -1 ENOENT (No such file or directory)',
    '2 mkdir("/var/tmp/a", 0700) = 0',
    '2 mkdir("/var/tmp", 0700) = -1 EEXIST (File exists)',
    '2 symlink("../x", "/var/tmp/a/link") = 0',
    '2 renameat(AT_FDCWD</>, "/var/tmp/a/link", AT_FDCWD</>, "/var/tmp/a/moved") = 0',
    '2 chroot("/var/tmp/a") = 0',
  );

  expect([...touched.listed]).toEqual(["/etc/conf.d"]);
  expect([...touched.executed]).toEqual(["/usr/bin/dracut", "/usr/local/bin/sh"]);
  expect([...touched.made]).toEqual(["/var/tmp/a"]);
  expect([...touched.links]).toEqual([
    ["/var/tmp/a/link", ["../x"]],
    ["/var/tmp/a/moved", ["../x"]],
  ]);
  expect([...touched.roots]).toEqual(["/var/tmp/a"]);
});

test("what a process makes below a root of its own is not taken for a directory of the whole", () => {
  const { made, links } = touchedBy(
    '2 chroot("/var/tmp/a") = 0',
    '2 mkdir("/etc", 0755) = 0',
    '2 symlink("x", "/usr") = 0',
  );

  expect([...made]).toEqual([]);
  expect([...links]).toEqual([]);
});

test.each([
  ["unshare", "2 unshare(CLONE_FS) = 0"],
  ["a hidden thread", "2 clone3(0x7f, 88) = 3"],
  [
    "a process that may be a thread goes elsewhere",
    "2 clone(child_stack=NULL, flags=CLONE_VM|CLONE_FS) = 13",
    '3 chdir("/usr") = 0',
  ],
])("after %s nothing is known", (_, ...lines) => {
  expect(read(...lines)).toHaveProperty("reason");
});
