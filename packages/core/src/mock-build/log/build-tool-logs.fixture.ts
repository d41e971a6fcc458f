import { expect } from "vitest";
/** The end of a build log, and what its first real error is. */
export interface LogExcerpt {
  readonly name: string;
  readonly log: string;
  readonly error: Readonly<Record<string, unknown>>;
}

export const buildToolLogs: readonly LogExcerpt[] = [
  {
    name: "make without a rule",
    log: `make[1]: *** No rule to make target 'doc/thing.1', needed by 'all'.  Stop.
make: *** [debian/rules:5: binary] Error 2`,
    error: { kind: "missing-target", text: "No rule to make target 'doc/thing.1', needed by 'all'" },
  },
  {
    name: "a makefile that is broken",
    log: `Makefile:12: *** missing separator.  Stop.
make: *** [debian/rules:5: build] Error 2`,
    error: { kind: "script", file: "Makefile", line: 12, text: "missing separator" },
  },
  {
    name: "a command that make cannot start",
    log: `help2man ./thing > thing.1
make[1]: help2man: No such file or directory
make[1]: *** [Makefile:3: thing.1] Error 127
make: *** [debian/rules:5: binary] Error 2`,
    error: { kind: "missing-command", hint: "Add to Build-Depends, most likely: help2man." },
  },
  {
    name: "a command that the shell does not find, among others that were survived",
    log: `/bin/sh: 1: git: not found
cp: cannot stat 'optional': No such file or directory
/bin/sh: 1: xsltproc: not found
make[1]: *** [Makefile:3: manual.html] Error 127`,
    error: { kind: "missing-command", text: "xsltproc: not found", logLine: 3 },
  },
  {
    name: "a command of bash in a script",
    log: `./build.sh: line 7: frobnicate: command not found
make: *** [debian/rules:5: build] Error 127`,
    error: {
      kind: "missing-command",
      file: "./build.sh",
      line: 7,
      hint: "Find the package that has it: apt-file search bin/frobnicate",
    },
  },
  {
    name: "an interpreter that is not there",
    log: `/usr/bin/env: ‘python’: No such file or directory
make: *** [Makefile:2: all] Error 127`,
    error: { kind: "missing-command", hint: expect.stringContaining("let the script say python3") },
  },
  {
    name: "configure",
    log: `checking for pcre2-config... no
checking for errors in pcre... none
configure: error: Package requirements (oniguruma >= 6.9) were not met:

Package 'oniguruma', required by 'virtual:world', not found
	tail -v -n +0 config.log
dh_auto_configure: error: ./configure returned exit code 1`,
    error: { kind: "configure", logLine: 3, hint: expect.stringContaining("pkgconfig/oniguruma.pc") },
  },
  {
    name: "autoconf",
    log: `configure.ac:12: error: possibly undefined macro: AM_GNU_GETTEXT
      If this token and others are legitimate, please use m4_pattern_allow.
autoreconf: error: /usr/bin/autoconf failed with exit status: 1
dh_autoreconf: error: autoreconf -f -i returned exit code 1`,
    error: { file: "configure.ac", line: 12, text: "possibly undefined macro: AM_GNU_GETTEXT" },
  },
  {
    name: "cmake's own module, called by the package",
    log: `-- Looking for pthread_create - not found
-- Could NOT find Doxygen (missing: DOXYGEN_EXECUTABLE)
CMake Error at /usr/share/cmake-3.31/Modules/FindPackageHandleStandardArgs.cmake:233 (message):
  Could NOT find ZLIB (missing: ZLIB_LIBRARY ZLIB_INCLUDE_DIR)
Call Stack (most recent call first):
  /usr/share/cmake-3.31/Modules/FindPackageHandleStandardArgs.cmake:603 (_FPHSA_FAILURE_MESSAGE)
  /usr/share/cmake-3.31/Modules/FindZLIB.cmake:202 (FIND_PACKAGE_HANDLE_STANDARD_ARGS)
  CMakeLists.txt:12 (find_package)


-- Configuring incomplete, errors occurred!
dh_auto_configure: error: cd obj-x86_64-linux-gnu && cmake returned exit code 1`,
    error: {
      kind: "configure",
      file: "CMakeLists.txt",
      line: 12,
      text: "Could NOT find ZLIB (missing: ZLIB_LIBRARY ZLIB_INCLUDE_DIR)",
      logLine: 3,
    },
  },
  {
    name: "cmake in the package",
    log: `CMake Error at CMakeLists.txt:9 (find_package):
  By not providing "FindFoo.cmake" in CMAKE_MODULE_PATH this project has
  asked CMake to find a package configuration file provided by "Foo", but
  CMake did not find one.
-- Configuring incomplete, errors occurred!`,
    error: { file: "CMakeLists.txt", line: 9, text: expect.stringContaining("FindFoo.cmake") },
  },
  {
    name: "meson",
    log: `Run-time dependency libfoo found: NO (tried pkgconfig and cmake)

../meson.build:24:0: ERROR: Dependency "libfoo" not found, tried pkgconfig and cmake

A full log can be found at /build/reproducible-path/thing-1.0/obj/meson-logs/meson-log.txt
dh_auto_configure: error: cd obj && meson setup .. returned exit code 1`,
    error: {
      kind: "configure",
      file: "../meson.build",
      line: 24,
      hint: expect.stringContaining("libfoo.pc"),
    },
  },
  {
    name: "ninja",
    log: `[3/9] cc -c x.c
FAILED: x.o
cc -Wall -Werror -c x.c -o x.o
../x.c:2:1: error: unknown type name 'in'
[4/9] cc -c error.c
ninja: build stopped: subcommand failed.
dh_auto_build: error: cd obj && ninja -j2 returned exit code 1`,
    error: { file: "../x.c", line: 2 },
  },
  {
    name: "a Python program that died of one exception after surviving another",
    log: `Traceback (most recent call last):
  File "probe.py", line 2, in <module>
ValueError: survived
${"working\n".repeat(80)}Traceback (most recent call last):
  File "/usr/lib/python3/dist-packages/setuptools/build_meta.py", line 300, in run
  File "setup.py", line 4, in <module>
    import setuptools_scm
ModuleNotFoundError: No module named 'setuptools_scm'
E: pybuild pybuild:389: build: plugin distutils failed with: exit code=1
dh_auto_build: error: pybuild --build returned exit code 13`,
    error: {
      kind: "missing-module",
      file: "setup.py",
      line: 4,
      text: "ModuleNotFoundError: No module named 'setuptools_scm'",
      hint: "Add to Build-Depends, most likely: python3-setuptools-scm.",
    },
  },
  {
    name: "a Perl module that is not installed",
    log: `Can't locate File/Which.pm in @INC (you may need to install the File::Which module) (@INC entries checked: /etc/perl) at Makefile.PL line 3.
BEGIN failed--compilation aborted at Makefile.PL line 3.
dh_auto_configure: error: perl Makefile.PL returned exit code 2`,
    error: {
      kind: "missing-module",
      file: "Makefile.PL",
      line: 3,
      hint: "Add to Build-Depends, most likely: libfile-which-perl.",
    },
  },
  {
    name: "a Perl script that is broken",
    log: `syntax error at tools/gen.pl line 12, near "}"
make: *** [Makefile:5: gen] Error 255`,
    error: { kind: "script", file: "tools/gen.pl", line: 12 },
  },
  {
    name: "node",
    log: `node:internal/modules/cjs/loader:1228
  throw err;
  ^

Error: Cannot find module 'rollup'
Require stack:
- /build/reproducible-path/thing-1.0/build.js
    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15)
make: *** [debian/rules:8: override_dh_auto_build] Error 1`,
    error: { kind: "missing-module", hint: "Add to Build-Depends, most likely: node-rollup." },
  },
  {
    name: "a build that wants the network",
    log: `fatal: unable to access 'https://example.org/x.git/': Could not resolve host: example.org
make: *** [Makefile:5: fetch] Error 128`,
    error: { kind: "network", hint: expect.stringContaining("no network") },
  },
  {
    name: "a tool of coreutils",
    log: `install -m 644 thing.1 debian/tmp/usr/share/man/man1
install: cannot stat 'thing.1': No such file or directory
make[1]: *** [Makefile:30: install] Error 1`,
    error: { kind: "missing-file", text: "install: cannot stat 'thing.1': No such file or directory" },
  },
  {
    name: "a crash",
    log: `./gen > table.h
Segmentation fault
make: *** [Makefile:5: table.h] Error 139`,
    error: { kind: "crash", logLine: 2 },
  },
  {
    name: "nothing but make's own report",
    log: `./silent-test
make[1]: *** [Makefile:17: check] Error 1
make: *** [debian/rules:5: build] Error 2`,
    error: { kind: "unknown", file: "Makefile", line: 17, logLine: 2 },
  },
];
