import { definePlugin, z } from "../plugin/api.ts";
import { changesOf } from "./changes-of.ts";

const severities = ["error", "warning", "info", "pedantic"] as const;

const options = z.strictObject({
  require: z
    .boolean()
    .default(false)
    .meta({ description: "The build fails if lintian finds something as severe as `fail-on`." }),
  "fail-on": z.enum(severities).default("error"),
  profile: z
    .string()
    .regex(/^[a-z0-9][a-z0-9/-]*$/)
    .default("debian"),
  "suppress-tags": z.array(z.string().regex(/^[a-z0-9][a-z0-9+.-]*$/)).default([]),
});

/** Checks the source package and the packages built from it with lintian of the same suite. */
export const lintian = definePlugin({
  name: "lintian",
  version: "1",
  changesResults: false,
  options,
  timeoutSeconds: 3600,
  hooks: {
    checkResults: async ({ options: given, details, inFreshChroot, addResult, verdict }) => {
      const { stdout, exitStatus } = await inFreshChroot(
        { depends: "lintian" },
        ({ runInside, results, source }) =>
          runInside({
            tool: "lintian",
            args: [
              "--no-cfg",
              "--display-info",
              "--pedantic",
              "--tag-display-limit=0",
              `--profile=${given.profile}`,
              `--fail-on=none`,
              ...(given["suppress-tags"].length === 0
                ? []
                : [`--suppress-tags=${given["suppress-tags"].join(",")}`]),
              `${results}/${changesOf(details.artefacts)}`,
              `${source}/${details.source.dscName}`,
            ],
            directory: "/tmp",
            environment: { HOME: "/tmp" },
            accept: "all",
          }),
      );
      await addResult("lintian.log", stdout);
      if (exitStatus !== 0) {
        return verdict({
          status: "failed",
          summary: `lintian itself ended with ${exitStatus}`,
          log: "lintian.log",
          required: given.require,
        });
      }
      const found = countTags(stdout);
      const refused = severities.slice(0, severities.indexOf(given["fail-on"]) + 1);
      verdict({
        status: refused.some((severity) => found[severity] > 0) ? "failed" : "passed",
        summary: severities.map((severity) => `${found[severity]} ${severity}`).join(", "),
        log: "lintian.log",
        required: given.require,
      });
    },
  },
});

/** Counts the tags of each severity that lintian printed: each line begins with its letter (lintian(1)). */
export function countTags(text: string): Readonly<Record<(typeof severities)[number], number>> {
  const count = (letter: string) => text.split("\n").filter((line) => line.startsWith(`${letter}: `)).length;
  return { error: count("E"), warning: count("W"), info: count("I"), pedantic: count("P") };
}
