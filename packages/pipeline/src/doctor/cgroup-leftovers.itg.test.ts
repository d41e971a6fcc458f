import { createCgroup, directoriesOf, processFilesOf } from "@debootc/tools/sandbox/cgroup";
import { probeCgroups } from "@debootc/tools/sandbox/cgroup-layout";
import { runStream } from "@debootc/tools/run";
import { access, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { identifyProcess, lifeOf, type ProcessIdentity } from "../cache/process-identity.ts";
import { groupName, listBuildGroups, removeBuildGroup } from "../limits/build-groups.ts";
import { judgeBuildGroups } from "./diagnose-leftovers.ts";
import { repairLeftovers } from "./repair-leftovers.ts";

const isRoot = process.getuid?.() === 0;
const { layout } = isRoot ? await probeCgroups() : { layout: undefined };

/** Starts a process that does nothing until it is killed. */
async function sleeper() {
  const running = runStream({ tool: "sh", args: ["-c", "echo $$; exec sleep 600"] });
  running.done.catch(() => {});
  const pid = Number(String((await running.stdout[Symbol.asyncIterator]().next()).value));
  return { identity: await identifyProcess(pid), [Symbol.dispose]: running.kill };
}

async function groupsOf(owner: ProcessIdentity) {
  const groups = await listBuildGroups();
  return groups.filter(
    (group) => group.owner.pid === owner.pid && group.owner.startTicks === owner.startTicks,
  );
}

test.skipIf(layout === undefined)(
  "the control groups of a build whose worker died are found and removed, with what still runs in them",
  async () => {
    // Builds beside this test remove what dead owners left, so both owners live, and one is judged as if it did not.
    using worker = await sleeper();
    using asleep = await sleeper();
    const self = await identifyProcess(process.pid);
    const owners = [worker.identity, self];
    const [left, used] = await Promise.all(
      owners.map((owner) => createCgroup(layout!, groupName(owner, "test"), {})),
    );
    try {
      for (const file of processFilesOf(left!)) await writeFile(file, String(asleep.identity.pid));

      const found = await groupsOf(worker.identity);
      expect(found.map(({ directory }) => directory).sort()).toEqual(directoriesOf(left!).sort());
      expect(judgeBuildGroups(found)).toEqual([]);
      const leftovers = judgeBuildGroups([
        ...found.map((group) => ({ ...group, life: "dead" as const })),
        ...(await groupsOf(self)),
      ]);
      expect(leftovers.map(({ finding }) => finding.title)).toEqual(
        found.map(({ directory }) => `control group ${directory}`),
      );
      const privilege = { owner: { uid: 0, gid: 0 }, isRoot };
      const repaired = await repairLeftovers(leftovers, privilege, new AbortController().signal);

      expect(repaired.map(({ state }) => state)).toEqual(leftovers.map(() => "removed"));
      expect(await lifeOf(asleep.identity)).toBe("dead");
      for (const directory of directoriesOf(left!)) await expect(access(directory)).rejects.toThrow("ENOENT");
      for (const directory of directoriesOf(used!)) await access(directory);
    } finally {
      for (const group of [left!, used!])
        for (const directory of directoriesOf(group)) await removeBuildGroup(directory);
    }
  },
);
