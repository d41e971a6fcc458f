import { definePlugin } from "../plugin/api.ts";

/**
 * Lists the packages installed when a build begins, and those of which the chroot's apt knows a newer version. A chroot
 * is made of the newest packages each time, so only one rebuilt from a lock or kept by hand has any.
 */
export const packageState = definePlugin({
  name: "package-state",
  version: "1",
  changesResults: false,
  hooks: {
    beforeBuild: async ({ runInside, addResult, log }) => {
      const installed = await runInside({
        tool: "dpkg-query",
        args: [
          "--show",
          "--showformat=${binary:Package} ${Version} ${Architecture} ${source:Package} ${source:Version}\\n",
        ],
      });
      await addResult("installed-packages.txt", installed.stdout);
      const updates = await runInside({
        tool: "apt-get",
        args: ["--simulate", "--quiet=2", "dist-upgrade"],
        user: "root",
        accept: "all",
      });
      const lines = updates.stdout.split("\n").filter((line) => line.startsWith("Inst "));
      await addResult("available-updates.txt", lines.map((line) => `${line.slice(5)}\n`).join(""));
      log(`${installed.stdout.split("\n").length - 1} packages are installed, ${lines.length} have updates`);
    },
  },
});
