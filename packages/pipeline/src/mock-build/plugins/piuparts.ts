import { definePlugin, z } from "../plugin/api.ts";
import { relationsOfDebs } from "./relations-of-debs.ts";
import { testedDebs } from "./tested-debs.ts";

const options = z.strictObject({
  require: z.boolean().default(false).meta({ description: "The build fails if piuparts finds a fault." }),
});

/**
 * piuparts mounts /proc in the roots that it makes, which no sandbox allows, so it has to do without. What it unpacks
 * for each test is this chroot itself, without the kernel's file systems, which are endless.
 */
const prepare = `
set -eu
mkdir -p /srv/piuparts /usr/local/sbin
for name in mount umount; do printf '#!/bin/sh\\nexit 0\\n' >/usr/local/sbin/$name; chmod +x /usr/local/sbin/$name; done
tar --create --file=/srv/piuparts/base.tar --directory=/ --one-file-system \\
  --exclude='./proc/*' --exclude='./sys/*' --exclude='./dev/*' --exclude='./run/*' --exclude='./tmp/*' --exclude='./srv/*' .
`;

/** Installs, upgrades, removes and purges the packages just built in a throw-away chroot, and checks what is left. */
export const piuparts = definePlugin({
  name: "piuparts",
  version: "1",
  changesResults: false,
  options,
  timeoutSeconds: 3600,
  hooks: {
    checkResults: async ({
      options: { require },
      details,
      inFreshChroot,
      runOutside,
      addResult,
      verdict,
    }) => {
      const { directory, artefacts } = details;
      const debs = testedDebs(artefacts);
      const needed = ["piuparts", ...(await relationsOfDebs(directory, debs, runOutside))];
      const outcome = await inFreshChroot({ depends: needed.join(", ") }, async ({ runInside, results }) => {
        await runInside({ tool: "sh", input: prepare, user: "root" });
        return runInside({
          tool: "piuparts",
          args: [
            ...["--basetgz=/srv/piuparts/base.tar", "--tmpdir=/srv/piuparts"],
            ...["--no-upgrade-test", "--warn-on-others", "--no-eatmydata"],
            "--skip-logrotatefiles-test",
            ...debs.map((name) => `${results}/${name}`),
          ],
          user: "root",
          environment: { HOME: "/root" },
          accept: "all",
        });
      });
      await addResult("piuparts.log", `${outcome.stdout}${outcome.stderr}`);
      verdict({
        status: outcome.exitStatus === 0 ? "passed" : "failed",
        summary: outcome.exitStatus === 0 ? "nothing is left behind" : lastFinding(outcome.stdout),
        log: "piuparts.log",
        required: require,
      });
    },
  },
});

function lastFinding(text: string): string {
  const first = text.split("\n").find((line) => / (?:ERROR|FAIL):/.test(line));
  return first?.replace(/^\S+ /, "") ?? "piuparts failed";
}
