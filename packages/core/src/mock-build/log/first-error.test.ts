import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BuildLogError } from "../records/build-log-error.ts";
import { firstErrorOf } from "./first-error.ts";
import { type LogExcerpt, buildToolLogs } from "./build-tool-logs.fixture.ts";
import { compilerLogs } from "./compiler-logs.fixture.ts";
import { debianLogs } from "./debian-logs.fixture.ts";
import { testLogs } from "./test-logs.fixture.ts";

const buildPath = "/build/reproducible-path/thing-1.0";
const find = (log: string) => firstErrorOf(log.split("\n"), buildPath);

describe.each([
  ["compilers and linkers", compilerLogs],
  ["build tools and interpreters", buildToolLogs],
  ["test runners", testLogs],
  ["debhelper and dpkg", debianLogs],
])("the first real error of %s", (_group, excerpts: readonly LogExcerpt[]) => {
  test.each(excerpts.map((excerpt) => [excerpt.name, excerpt] as const))("%s", (_name, { log, error }) => {
    expect(find(log)).toMatchObject(error);
  });
});

test("a log without a failure has no error", () => {
  const log = `checking for error_at_line... no
checking whether to use -Werror... no
   dh_auto_build
	make -j2
gcc -g -O2 -Werror=format-security -c src/error.c -o src/error.o
src/error.c:3:5: warning: unused variable 'fatal' [-Wunused-variable]
-- Performing Test HAVE_FAILURE - Failed
   dh_auto_test
PASS: error.test
# FAIL:  0
# ERROR: 0`;
  expect(find(log)).toBeUndefined();
});

test("the output of a step that did not end the build is discarded", () => {
  const log = `   dh_auto_test
FAIL: flaky
make[1]: *** [Makefile:9: check] Error 1
dh_auto_test: error: make -j2 check returned exit code 2
   dh_auto_install
   dh_install
dh_install: warning: Cannot find (any matches for) "usr/bin/thing" (tried in ., debian/tmp)
dh_install: warning: thing missing files: usr/bin/thing
dh_install: error: missing files, aborting
make: *** [debian/rules:6: binary] Error 25`;
  expect(find(log)).toMatchObject({ kind: "install", logLine: 7 });
});

test.each([
  "   dh_auto_test\nsomething odd\nmake[1]: *** [Makefile:9: check] Error 1\ndh_auto_test: error: make -j2 check returned exit code 2",
  "   debian/rules override_dh_auto_test\n./run-them\nmake[1]: *** [debian/rules:9: override_dh_auto_test] Error 1",
  "   debian/rules execute_after_dh_auto_test\nfailed\nmake: *** [debian/rules:9: binary] Error 2",
])("a failure of the step that runs the tests is one of the tests (%#)", (log) => {
  expect(find(log)).toMatchObject({
    kind: "test",
    hint: expect.stringMatching(/^The tests failed, .*--profiles nocheck/) as string,
  });
});

test("what tests cannot find is still named", () => {
  const log = `   dh_auto_test
E   ModuleNotFoundError: No module named 'requests'
dh_auto_test: error: pytest returned exit code 1`;

  expect(find(log)).toMatchObject({ hint: "Add to Build-Depends, most likely: python3-requests." });
});

test.each([
  ["src/a.c:1:10: fatal error: third_party/xyz/xyz.h: No such file or directory", "third_party/xyz/xyz.h"],
  ["make: *** No rule to make target 'vendor/json/json.c', needed by 'json.o'.  Stop.", "vendor/json/json.c"],
  ["make: ./autogen.sh: No such file or directory", "./autogen.sh"],
  ["make: tools/gen/run: No such file or directory", "tools/gen/run"],
])("in %j, a file of the package itself is missing", (line, path) => {
  const { hint = "" } = find(`${line}\nmake: *** [Makefile:1: x] Error 127`) ?? {};

  expect(hint).toContain(`${path} belongs to the source package itself`);
  expect(hint).not.toContain("apt-file");
});

test.each([
  ["src/a.c:1:10: fatal error: xyz/xyz.h: No such file or directory", "include/xyz/xyz.h"],
  ["make: frobnicate: No such file or directory", "bin/frobnicate"],
  ["make: /usr/bin/frobnicate: No such file or directory", "bin/frobnicate"],
])("in %j, a package is missing", (line, path) => {
  const { hint = "" } = find(`${line}\nmake: *** [Makefile:1: x] Error 127`) ?? {};

  expect(hint).toBe(`Find the package that has it: apt-file search ${path}`);
});

test("output after the report of a failure is not its cause", () => {
  const log = `   dh_auto_configure
configure: error: libfoo is needed
	tail -v -n +0 config.log
conftest.c:9:10: fatal error: minix/config.h: No such file or directory
dh_auto_configure: error: ./configure returned exit code 1`;
  expect(find(log)).toMatchObject({ text: "libfoo is needed" });
});

test("the lines around the error come with it, as in the log", () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
  lines[14] = "src/a.c:1:2: error: expected ';' before '}' token";

  const { context = [] } = firstErrorOf(lines) ?? {};
  expect(context.map(({ logLine }) => logLine)).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21]);
  expect(context[0]).toEqual({ logLine: 12, text: "line 12" });
});

test("a full disk explains every other error, wherever it is reported", () => {
  const log = `src/a.c:1:2: error: unterminated comment
/tmp/ccX.s: Fatal error: can't write 12 bytes to section .text of a.o: 'No space left on device'
make: *** [Makefile:3: a.o] Error 1`;
  expect(find(log)).toMatchObject({ kind: "disk-full", hint: expect.stringContaining("Free space") });
});

test("colours, carriage returns and control characters are not part of the error", () => {
  const log =
    "50%\r\u001b[1mmain.c:3:1:\u001b[m \u001b[31merror: \u001b[mbad\u0007\r\nmake: *** [Makefile:1: x] Error 1";
  expect(find(log)).toMatchObject({ file: "main.c", line: 3, column: 1, text: "bad" });
});

test("any text is read, and a reported error is on its line", () => {
  const word = fc.constantFrom(
    ...[
      "error:",
      "a.c:1:2:",
      "make: ***",
      "[x]",
      "Error 1",
      "   dh_auto_test",
      "FAIL:",
      "Traceback",
      "not ok 1",
    ],
    ...["E   ", "(most recent call last):", "undefined reference to", "'", "\u001b[", "\r", "panic:"],
  );
  const line = fc.oneof(
    fc.array(word, { maxLength: 4 }).map((words) => words.join(" ")),
    fc.string({ maxLength: 80 }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const found: BuildLogError | undefined = firstErrorOf(lines);
      if (found === undefined) return;
      expect(found.logLine).toBeGreaterThanOrEqual(1);
      expect(found.logLine).toBeLessThanOrEqual(lines.length);
      expect(found.context.map(({ logLine }) => logLine)).toContain(found.logLine);
    }),
    { numRuns: 500 },
  );
});

// Patterns that go back over what they have read would not end.
test("a long log, and lines of a megabyte in it, are searched to their end", () => {
  const command = (index: number) => `gcc -c file${index}.c -o file${index}.o -Werror=x ${"-D ".repeat(40)}`;
  function* lines() {
    for (let index = 0; index < 200_000; index += 1) yield command(index);
    yield `a.c:1:1: error: ${"x".repeat(1_000_000)}`;
    yield `${"a".repeat(1_000_000)}: error`;
  }
  expect(firstErrorOf(lines())?.logLine).toBe(200_001);
});
