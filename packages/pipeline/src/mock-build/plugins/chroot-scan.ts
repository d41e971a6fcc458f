import { definePlugin, type HookContext, z } from "../plugin/api.ts";

/** What explains a build that failed: dumps of programs, and the logs of test programs and of configuration. */
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
    .meta({ description: "Names of files as find(1) matches them; with a `/`, whole paths." }),
  when: z.enum(["failure", "always"]).default("failure"),
  "max-files": z.int().min(1).default(1000),
});
type Options = z.infer<typeof options>;

/** Saves what explains a failure out of the build root before that is gone: `chroot-scan.tar.zst`. */
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
  if (found.length === 0) return log("nothing that was looked for is there");
  if (found.length > most) warn(`${found.length} files fit the patterns, and the first ${most} are kept`);
  for (const path of found.slice(0, most)) log(`kept ${path}`);
  await copyOut("chroot-scan.tar.zst", found.slice(0, most));
}
