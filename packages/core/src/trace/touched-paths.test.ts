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

const program = '3 execve("/bin/x", 0x7f, 0x7f) = 0';

test("a program that was started is where its first call shows it, and goes on from there", () => {
  const { paths } = touchedBy(
    '2 chdir("/usr") = 0',
    program,
    '3 openat(AT_FDCWD</srv>, "/etc/ld.so.cache", O_RDONLY) = 3</etc/ld.so.cache>',
    '3 access("a", F_OK) = 0',
    '3 chdir("lib") = 0',
    '3 access("b", F_OK) = 0',
    '2 access("c", F_OK) = 0',
  );

  expect([...paths].filter((path) => /\/[abc]$/.test(path))).toEqual(["/srv/a", "/srv/lib/b", "/usr/c"]);
});

test("what has not started a program, has threads or has shown nothing may be wherever any other was", () => {
  const anywhere = ["//a", "/usr/a"];
  const asked = '3 access("a", F_OK) = 0';
  const seen = '3 openat(AT_FDCWD</usr>, "/x", O_RDONLY) = 3</x>';
  const thread = "3 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_FS|CLONE_THREAD) = 9";
  const [went, back] = ['2 chdir("/usr") = 0', '2 chdir("/") = 0'];
  const of = (...lines: string[]) => [...touchedBy(...lines).paths].filter((path) => path.endsWith("/a"));

  expect(of(went, back, asked)).toEqual(anywhere);
  expect(of(went, back, seen, asked)).toEqual(anywhere);
  expect(of(went, back, program, asked)).toEqual(anywhere);
  expect(of(went, back, program, seen, thread, asked)).toEqual(anywhere);
  expect(of(went, back, program, seen, asked)).toEqual(["/usr/a"]);
});

test("a directory of which nobody knows where it is made counts as one that was there", () => {
  const { made } = touchedBy('2 chdir("/usr") = 0', '3 mkdir("b", 0755) = 0', '3 mkdir("/c", 0755) = 0');

  expect([...made]).toEqual(["/c"]);
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
  const { made } = touchedBy(
    '2 chroot("/var/tmp/a") = 0',
    '2 mkdir("/etc", 0755) = 0',
    '2 symlink("x.so.1", "/usr/x.so") = 0',
    // It may have been started by the other one.
    '3 mkdir("/srv", 0755) = 0',
  );

  expect([...made]).toEqual([]);
});

test.each([
  ["unshare", "2 unshare(CLONE_FS) = 0"],
  ["a hidden thread", "2 clone3(0x7f, 88) = 3"],
  ["a process that shares its directory", "2 clone(child_stack=NULL, flags=CLONE_FS|SIGCHLD) = 13"],
  ["a link out of a root of its own", '2 chroot("/var/tmp/a") = 0', '2 symlink("/etc", "/usr/x") = 0'],
  ["going round", ...Array.from({ length: 2001 }, (_, index) => `2 chdir("/${index}") = 0`)],
])("after %s nothing is known", (_, ...lines) => {
  expect(read(...lines)).toHaveProperty("reason");
});
