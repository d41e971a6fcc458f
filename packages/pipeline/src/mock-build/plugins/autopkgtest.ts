import { readControlFile } from "@debootc/core/mock-build/control-file";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { definePlugin, z } from "../plugin/api.ts";
import { relationsOfDebs } from "./relations-of-debs.ts";
import { testedDebs } from "./tested-debs.ts";

const options = z.strictObject({
  require: z.boolean().default(false).meta({ description: "The build fails if a test fails." }),
});

/** Meaning of the exit statuses of autopkgtest(1). */
const meanings: Readonly<Record<number, string>> = {
  0: "all tests passed",
  2: "no test failed, but at least one was skipped",
  4: "at least one test failed",
  6: "at least one test failed, and one was skipped",
  8: "no test can run here",
  12: "the package's own part of the tests is broken",
  14: "the package's own part of the tests is broken, and a test was skipped",
  16: "the test bed failed",
  20: "autopkgtest failed unexpectedly",
};

/**
 * Runs the package's own tests against the packages just built, in a throw-away chroot of the same suite without
 * network: tests that need a network or their own machine are skipped.
 */
export const autopkgtest = definePlugin({
  name: "autopkgtest",
  version: "1",
  changesResults: false,
  options,
  timeoutSeconds: 3 * 3600,
  hooks: {
    checkResults: async ({
      options: { require },
      details,
      inFreshChroot,
      runOutside,
      addResult,
      verdict,
    }) => {
      const { source, directory, artefacts } = details;
      const dsc = await readFile(join(source.directory, source.dscName), "utf8");
      const { field } = readControlFile(dsc, source.dscName);
      const suite = field("Testsuite");
      if (suite === undefined)
        return verdict({ status: "skipped", summary: "the source package has no tests" });
      const debs = testedDebs(artefacts);
      const needed = [
        "autopkgtest, dpkg-dev, fakeroot",
        ...(suite.includes("autopkgtest-pkg-") ? ["autodep8"] : []),
        field("Testsuite-Triggers") ?? "",
        // `@builddeps@`, which Testsuite-Triggers does not name.
        ...["Build-Depends", "Build-Depends-Arch", "Build-Depends-Indep"].map((name) => field(name) ?? ""),
        ...(await relationsOfDebs(directory, debs, runOutside)),
      ];
      const outcome = await inFreshChroot(
        { depends: needed.filter((one) => one.trim() !== "").join(", ") },
        ({ runInside, results, source: sources }) =>
          runInside({
            tool: "autopkgtest",
            args: [
              "--needs-internet=skip",
              "--no-built-binaries",
              ...debs.map((name) => `${results}/${name}`),
              `${sources}/${source.dscName}`,
              ...["--", "null"],
            ],
            user: "root",
            directory: "/root",
            environment: { HOME: "/root", DEBIAN_FRONTEND: "noninteractive" },
            accept: "all",
          }),
      );
      await addResult("autopkgtest.log", `${outcome.stdout}${outcome.stderr}`);
      const meaning = meanings[outcome.exitStatus] ?? `autopkgtest ended with ${outcome.exitStatus}`;
      const status = [0, 2].includes(outcome.exitStatus)
        ? "passed"
        : outcome.exitStatus === 8
          ? "skipped"
          : "failed";
      verdict({ status, summary: meaning, log: "autopkgtest.log", required: require });
    },
  },
});
