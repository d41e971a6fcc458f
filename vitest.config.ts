import { defineConfig } from "vitest/config";

// `unit` needs no root, no network and no tool beyond git, tar and dpkg;
// `integration` runs real tools, one file after the other because they share two cores.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "packages/*/src/**/*.test.ts",
            "actions/*/src/**/*.test.ts",
            "cli/src/**/*.test.ts",
            "orchestrator-app/src/**/*.test.ts",
            "runner-agent/src/**/*.test.ts",
            "scripts/**/*.test.ts",
          ],
          exclude: ["**/*.itg.test.ts", "**/*.scenario.test.ts", "**/node_modules/**"],
          isolate: false,
          // The first test of the hub waits for an embedded database, for many seconds where other work runs.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          // What scenarios of e2e/ run, beside others.
          name: "scenario",
          include: ["orchestrator-app/src/**/*.scenario.test.ts", "scripts/**/*.scenario.test.ts"],
          testTimeout: 900_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "integration",
          include: [
            "packages/*/src/**/*.itg.test.ts",
            "actions/*/src/**/*.itg.test.ts",
            "cli/src/**/*.itg.test.ts",
            "orchestrator-app/src/**/*.itg.test.ts",
            "runner-agent/src/**/*.itg.test.ts",
            "scripts/**/*.itg.test.ts",
          ],
          fileParallelism: false,
          isolate: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
