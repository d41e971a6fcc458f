import { createCgroup, directoriesOf, processFilesOf } from "@debootc/tools/sandbox/cgroup";
import { probeCgroups } from "@debootc/tools/sandbox/cgroup-layout";
import { runStream } from "@debootc/tools/run";
import { access, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { identifyProcess, lifeOf } from "../cache/process-identity.ts";
import { groupName, listBuildGroups } from "../limits/build-groups.ts";
import { judgeBuildGroups } from "./diagnose-leftovers.ts";
import { repairLeftovers } from "./repair-leftovers.ts";

const isRoot = process.getuid?.() === 0;
const { layout } = isRoot ? await probeCgroups() : { layout: undefined };

test.skipIf(layout === undefined)(
  "the control groups of a build whose worker died are found and removed, with what still runs in them",
  async () => {
    const self = await identifyProcess(process.pid);
    const dead = { ...self, startTicks: self.startTicks + 1 };
    const [left, used] = await Promise.all(
      [dead, self].map((owner) => createCgroup(layout!, groupName(owner, "test"), {})),
    );
    const sleeper = runStream({ tool: "sh", args: ["-c", "echo $$; exec sleep 600"] });
    sleeper.done.catch(() => {});
    const pid = Number(String((await sleeper.stdout[Symbol.asyncIterator]().next()).value));
    const asleep = await identifyProcess(pid);
    for (const file of processFilesOf(left!)) await writeFile(file, String(pid));

    const ours = (found: ReturnType<typeof judgeBuildGroups>) =>
      found.filter(
        ({ finding }) => finding.title.includes(`.${self.pidNamespace}.`) && finding.title.endsWith(".test"),
      );
    const leftovers = ours(judgeBuildGroups(await listBuildGroups()));
    expect(leftovers.map(({ finding }) => finding.title).sort()).toEqual(
      directoriesOf(left!)
        .map((directory) => `control group ${directory}`)
        .sort(),
    );
    const privilege = { owner: { uid: 0, gid: 0 }, isRoot };
    const repaired = await repairLeftovers(leftovers, privilege, new AbortController().signal);
    expect(repaired.map(({ state }) => state)).toEqual(leftovers.map(() => "removed"));
    expect(await lifeOf(asleep)).toBe("dead");
    for (const directory of directoriesOf(left!)) await expect(access(directory)).rejects.toThrow("ENOENT");
    for (const directory of directoriesOf(used!)) await access(directory);
    await repairLeftovers(
      judgeBuildGroups(
        [...directoriesOf(used!)].map((directory) => ({ directory, owner: dead, life: "dead" })),
      ),
      privilege,
      new AbortController().signal,
    );
  },
);
