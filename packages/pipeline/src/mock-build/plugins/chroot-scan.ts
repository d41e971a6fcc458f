import { definePlugin, type HookContext, z } from "../plugin/api.ts";

/** Files that explain a failed build: core dumps, and the logs of tests and of configuration. */
const usual = [
  "core",
  "core.[0-9]*",
  "*.core",
  "config.log",
  "test-suite.log",
  "testlog.txt",
  "meson-log.txt",
  "LastTest.log",
  "LastTestsFailed.log",
  "CMakeError.log",
  "CMakeConfigureLog.yaml",
  "hs_err_pid*.log",
  "*.crash",
];

const options = z.strictObject({
  patterns: z
    .array(z.string().min(1))
    .min(1)
    .default(usual)
    .meta({ description: "Patterns of find(1) for file names or, with a `/`, whole paths." }),
  when: z.enum(["failure", "always"]).default("failure"),
  "max-files": z.int().min(1).default(1000),
});
type Options = z.infer<typeof options>;

/** Saves files that explain a failure as `chroot-scan.tar.zst` before the build root is gone. */
export const chrootScan = definePlugin<Options>({
  name: "chroot-scan",
  version: "1",
  changesResults: false,
  options,
  timeoutSeconds: 600,
  hooks: {
    buildFailed: (context) => scan(context),
    afterBuild: async (context) => {
      if (context.options.when === "always") await scan(context);
    },
  },
});

async function scan({
  options: { patterns, "max-files": most },
  runInside,
  copyOut,
  log,
  warn,
}: HookContext<Options, "buildFailed" | "afterBuild">): Promise<void> {
  const tests = patterns.flatMap((pattern, index) => [
    ...(index === 0 ? [] : ["-o"]),
    ...(pattern.includes("/") ? ["-path", pattern] : ["-name", pattern]),
  ]);
  const { stdout } = await runInside({
    tool: "find",
    args: ["/build", "/tmp", "/var/tmp", "-xdev", "-type", "f", "(", ...tests, ")", "-print0"],
    accept: "all",
  });
  const found = stdout.split("\0").filter(Boolean);
  if (found.length === 0) return log("no file matches the patterns");
  if (found.length > most) warn(`${found.length} files match the patterns; only the first ${most} are kept`);
  for (const path of found.slice(0, most)) log(`kept ${path}`);
  await copyOut("chroot-scan.tar.zst", found.slice(0, most));
}
