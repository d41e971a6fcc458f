import { expect } from "vitest";
import type { LogExcerpt } from "./build-tool-logs.fixture.ts";

export const compilerLogs: readonly LogExcerpt[] = [
  {
    name: "gcc, in a directory that make entered",
    log: `   dh_auto_build
	make -j2
make[1]: Entering directory '/build/reproducible-path/thing-1.0'
make[2]: Entering directory '/build/reproducible-path/thing-1.0/src'
gcc -DHAVE_CONFIG_H -I. -Werror=format-security -c -o main.o main.c
gcc -DHAVE_CONFIG_H -I. -Werror=format-security -c -o error.o error.c
main.c: In function 'main':
main.c:12:3: error: 'foo' undeclared (first use in this function)
   12 |   foo = 1;
      |   ^~~
main.c:12:3: note: each undeclared identifier is reported only once
main.c:13:5: error: expected ';' before 'return'
make[2]: *** [Makefile:403: main.o] Error 1
make[2]: *** Waiting for unfinished jobs....
make[2]: Leaving directory '/build/reproducible-path/thing-1.0/src'
make[1]: *** [Makefile:501: all-recursive] Error 1
dh_auto_build: error: make -j2 returned exit code 2
make: *** [debian/rules:7: binary] Error 25
dpkg-buildpackage: error: debian/rules binary subprocess failed with exit status 2`,
    error: {
      kind: "compile",
      file: "main.c",
      line: 12,
      column: 3,
      directory: "src",
      text: "'foo' undeclared (first use in this function)",
      logLine: 8,
    },
  },
  {
    name: "a header that is not installed",
    log: `In file included from src/a.c:1:
src/util.h:4:10: fatal error: ncurses.h: No such file or directory
    4 | #include <ncurses.h>
compilation terminated.
make: *** [<builtin>: src/a.o] Error 1`,
    error: {
      kind: "missing-header",
      file: "src/util.h",
      line: 4,
      hint: "Add to Build-Depends, most likely: libncurses-dev.",
    },
  },
  {
    name: "clang",
    log: `/build/reproducible-path/thing-1.0/lib/x.cc:7:1: error: unknown type name 'foo_t'
1 error generated.
make: *** [Makefile:3: x.o] Error 1`,
    error: { file: "lib/x.cc", line: 7, text: "unknown type name 'foo_t'" },
  },
  {
    name: "a warning that counts as an error",
    log: `net.c:88:9: error: format not a string literal and no format arguments [-Werror=format-security]
cc1: some warnings being treated as errors
ninja: build stopped: subcommand failed.`,
    error: { kind: "compile", file: "net.c", line: 88 },
  },
  {
    name: "an undefined symbol with its line",
    log: `gcc -o thing main.o -lm
/usr/bin/ld: main.o: in function \`main':
./src/main.c:12:(.text.startup+0x9): undefined reference to \`deflate'
collect2: error: ld returned 1 exit status
make: *** [Makefile:9: thing] Error 1`,
    error: { kind: "link", file: "./src/main.c", line: 12, text: "undefined reference to `deflate'" },
  },
  {
    name: "the same as newer linkers say it",
    log: `/usr/bin/ld: src/main.c:12: undefined reference to \`deflate'
collect2: error: ld returned 1 exit status
make: *** [Makefile:9: thing] Error 1`,
    error: { kind: "link", file: "src/main.c", line: 12 },
  },
  {
    name: "a library that is not installed",
    log: `/usr/bin/ld: cannot find -lonig: No such file or directory
collect2: error: ld returned 1 exit status
make: *** [Makefile:9: thing] Error 1`,
    error: { kind: "missing-library", hint: "Find the package that has it: apt-file search /libonig.so" },
  },
  {
    name: "multiple definitions",
    log: `/usr/bin/ld: b.o:(.bss+0x0): multiple definition of \`debug'; a.o:(.bss+0x0): first defined here
collect2: error: ld returned 1 exit status
make: *** [Makefile:9: thing] Error 1`,
    error: { kind: "link", text: expect.stringContaining("multiple definition of `debug'") },
  },
  {
    name: "a compiler that was killed for memory",
    log: `g++: fatal error: Killed signal terminated program cc1plus
compilation terminated.
big.cc:3:4: error: a file that was cut off
make: *** [Makefile:9: big.o] Error 1`,
    error: { kind: "out-of-memory", logLine: 1 },
  },
  {
    name: "the assembler",
    log: `start.s:12: Error: no such instruction: \`movx %eax,%ebx'
make: *** [Makefile:9: start.o] Error 1`,
    error: { kind: "compile", file: "start.s", line: 12 },
  },
  {
    name: "rustc",
    log: `   dh_auto_build
   Compiling error-chain v0.12.4
   Compiling thing v1.0.0 (/build/reproducible-path/thing-1.0)
error[E0425]: cannot find value \`x\` in this scope
  --> src/main.rs:3:5
   |
3  |     x
   |     ^ not found in this scope

error: aborting due to 1 previous error

For more information about this error, try \`rustc --explain E0425\`.
error: could not compile \`thing\` (bin "thing") due to 1 previous error
dh_auto_build: error: /usr/share/cargo/bin/cargo build returned exit code 101`,
    error: {
      kind: "compile",
      file: "src/main.rs",
      line: 3,
      column: 5,
      text: "cannot find value `x` in this scope",
    },
  },
  {
    name: "a crate that is not packaged",
    log: `error: no matching package named \`tokio_util\` found
location searched: directory source \`/usr/share/cargo/registry\`
required by package \`thing v1.0.0\`
dh_auto_build: error: cargo build returned exit code 101`,
    error: { kind: "missing-module", hint: expect.stringContaining("librust-tokio-util-dev") },
  },
  {
    name: "go build",
    log: `	cd _build && go install -trimpath -v -p 2 example.org/thing/...
example.org/thing/errors
example.org/thing/cmd
# example.org/thing/cmd
src/example.org/thing/cmd/main.go:9:2: undefined: run
dh_auto_build: error: cd _build && go install returned exit code 1`,
    error: {
      kind: "compile",
      file: "src/example.org/thing/cmd/main.go",
      line: 9,
      column: 2,
      text: "undefined: run",
    },
  },
  {
    name: "a Go library that is not packaged",
    log: `src/example.org/thing/main.go:4:2: cannot find package "github.com/spf13/cobra" in any of:
	/usr/lib/go-1.24/src/github.com/spf13/cobra (from $GOROOT)
dh_auto_build: error: cd _build && go install returned exit code 1`,
    error: {
      kind: "missing-module",
      line: 4,
      hint: expect.stringContaining("golang-github-spf13-cobra-dev"),
    },
  },
  {
    name: "javac by maven",
    log: `[INFO] BUILD FAILURE
[ERROR] /build/reproducible-path/thing-1.0/src/A.java:[12,5] cannot find symbol
dh_auto_build: error: mvn package returned exit code 1`,
    error: { kind: "compile", file: "src/A.java", line: 12, column: 5 },
  },
  {
    name: "tsc",
    log: `src/a.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.
make: *** [Makefile:3: dist] Error 2`,
    error: { kind: "compile", file: "src/a.ts", line: 3, column: 7 },
  },
  {
    name: "ocaml",
    log: `File "src/a.ml", line 3, characters 8-11:
3 | let x = foo
            ^^^
Error: Unbound value foo
make: *** [Makefile:3: a.cmo] Error 2`,
    error: { file: "src/a.ml", line: 3, text: "Unbound value foo" },
  },
  {
    name: "ghc, which puts the message below",
    log: `src/Main.hs:3:8: error: [GHC-88464]
    Variable not in scope: foo
dh_auto_build: error: returned exit code 1`,
    error: { file: "src/Main.hs", line: 3, column: 8, text: "Variable not in scope: foo" },
  },
  {
    name: "LaTeX",
    log: `! LaTeX Error: File \`fancyvrb.sty' not found.

l.23 \\usepackage
make: *** [Makefile:3: doc.pdf] Error 1`,
    error: { line: 23, hint: "Find the package that has it: apt-file search /fancyvrb.sty" },
  },
];
