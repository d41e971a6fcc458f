import type { LogExcerpt } from "./build-tool-logs.fixture.ts";

export const testLogs: readonly LogExcerpt[] = [
  {
    name: "pytest, which tells the place last",
    log: `   dh_auto_test
tests/test_a.py ..F                                                      [100%]
=================================== FAILURES ===================================
__________________________________ test_sum ___________________________________

    def test_sum():
>       assert add(1, 2) == 4
E       assert 3 == 4
E        +  where 3 = add(1, 2)

tests/test_a.py:7: AssertionError
=========================== short test summary info ============================
FAILED tests/test_a.py::test_sum - assert 3 == 4
========================= 1 failed, 2 passed in 0.03s ==========================
E: pybuild pybuild:389: test: plugin pyproject failed with: exit code=1
dh_auto_test: error: pybuild --test -i python{version} -p 3.13 returned exit code 13`,
    error: { kind: "test", file: "tests/test_a.py", line: 7, text: "assert 3 == 4", logLine: 8 },
  },
  {
    name: "unittest",
    log: `test_ok (test.T.test_ok) ... ok
test_sum (test.T.test_sum) ... FAIL

======================================================================
FAIL: test_sum (test.T.test_sum)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/build/reproducible-path/thing-1.0/test.py", line 9, in test_sum
    self.assertEqual(add(1, 2), 4)
AssertionError: 3 != 4

FAILED (failures=1)
E: pybuild pybuild:389: test: plugin distutils failed with: exit code=1`,
    error: { kind: "test", file: "test.py", line: 9, text: "AssertionError: 3 != 4" },
  },
  {
    name: "automake, which prints the log of the test",
    log: `PASS: tests/errors
FAIL: tests/jqtest
PASS: tests/failures
============================================================================
Testsuite summary for jq 1.7.1
============================================================================
# TOTAL: 3
# PASS:  2
# FAIL:  1
# ERROR: 0
make[4]: *** [Makefile:1900: test-suite.log] Error 1
dh_auto_test: error: make -j2 check VERBOSE=1 returned exit code 2`,
    error: { kind: "test", text: "FAIL: tests/jqtest", logLine: 2 },
  },
  {
    name: "prove",
    log: `t/00-load.t .. ok
t/fail.t ..... not ok 3 - todo is not counted # TODO later

#   Failed test 'adds up'
#   at t/sum.t line 12.
#          got: '3'
#     expected: '4'
# Looks like you failed 1 test of 3.
t/sum.t ......
Dubious, test returned 1 (wstat 256, 0x100)
Failed 1/3 subtests
Result: FAIL
make[1]: *** [Makefile:1000: test_dynamic] Error 1`,
    error: { kind: "test", file: "t/sum.t", line: 12, text: "Failed test 'adds up'" },
  },
  {
    name: "TAP, with a failure that is still to be mended",
    log: `ok 1 - error handling
not ok 2 - known # TODO not yet
not ok 3 - adds up
make: *** [Makefile:3: check] Error 1`,
    error: { kind: "test", text: "not ok 3 - adds up" },
  },
  {
    name: "ctest",
    log: `      Start 1: parse
1/2 Test #1: parse ............................   Passed    0.01 sec
      Start 2: print errors
2/2 Test #2: print errors .....................***Failed    0.02 sec

50% tests passed, 1 tests failed out of 2
The following tests FAILED:
	  2 - print errors (Failed)
Errors while running CTest
make[1]: *** [Makefile:71: test] Error 8`,
    error: { kind: "test", text: "print errors", logLine: 4 },
  },
  {
    name: "meson test",
    log: `1/2 error-codes        OK              0.01s
2/2 thing:unit / parse FAIL            0.02s   exit status 1
Summary of Failures:
dh_auto_test: error: cd obj && meson test returned exit code 1`,
    error: { kind: "test", text: "thing:unit / parse" },
  },
  {
    name: "googletest",
    log: `[ RUN      ] Sum.Adds
/build/reproducible-path/thing-1.0/test/sum_test.cc:12: Failure
Expected equality of these values:
  add(1, 2)
[  FAILED  ] Sum.Adds (0 ms)
make: *** [Makefile:3: check] Error 1`,
    error: { kind: "test", file: "test/sum_test.cc", line: 12, text: "Expected equality of these values:" },
  },
  {
    name: "go test -v, which tells the reason first",
    log: `=== RUN   TestErrors
--- PASS: TestErrors (0.00s)
=== RUN   TestSum
    sum_test.go:9: got 3, want 4
--- FAIL: TestSum (0.00s)
FAIL
FAIL	example.org/thing	0.002s
dh_auto_test: error: cd _build && go test -vet=off -v -p 2 returned exit code 1`,
    error: { kind: "test", file: "sum_test.go", line: 9, text: "TestSum: got 3, want 4" },
  },
  {
    name: "a panic in Go",
    log: `panic: runtime error: index out of range [3] with length 3

goroutine 18 [running]:
testing.tRunner.func1.2({0x1, 0x2})
	/usr/lib/go-1.24/src/testing/testing.go:1632 +0x230
example.org/thing.TestX(0xc0)
	/build/reproducible-path/thing-1.0/_build/src/example.org/thing/x_test.go:8 +0x1d
FAIL	example.org/thing	0.004s
dh_auto_test: error: cd _build && go test returned exit code 1`,
    error: { kind: "crash", file: "_build/src/example.org/thing/x_test.go", line: 8 },
  },
  {
    name: "cargo test",
    log: `running 2 tests
test errors::display ... ok
test tests::adds ... FAILED

failures:

---- tests::adds stdout ----

thread 'tests::adds' panicked at src/lib.rs:10:9:
assertion \`left == right\` failed
  left: 3

test result: FAILED. 1 passed; 1 failed; 0 ignored
error: test failed, to rerun pass \`--lib\`
dh_auto_test: error: cargo test returned exit code 101`,
    error: { kind: "test", file: "src/lib.rs", line: 10, column: 9, text: "test tests::adds ... FAILED" },
  },
  {
    name: "an assertion of C",
    log: `test-sum: tests/sum.c:20: main: Assertion \`add(1, 2) == 4' failed.
Aborted
make: *** [Makefile:3: check] Error 134`,
    error: { kind: "crash", file: "tests/sum.c", line: 20 },
  },
];
