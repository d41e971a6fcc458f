import type { ComposeId } from "@debootc/core/compose/compose-id";
import type { Report } from "@debootc/core/event/event";
import { lockFile } from "@debootc/tools/files/flock";
import { mkdir, mkdtempDisposable, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatIdentity, identifyProcess, type ProcessIdentity } from "../cache/process-identity.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { abandonedAsides } from "./aside-directory.ts";
import { startComposeDirectory } from "./compose-directory.ts";
import { ownerRecord } from "./owner-record.ts";

const id = "tiny-13-20250131.0";
const wanted: Omit<ComposeId, "respin"> = {
  short: "tiny",
  version: "13",
  date: "20250131",
  type: "production",
};
const self = await identifyProcess(process.pid);
const dead: ProcessIdentity = { ...self, startTicks: 1 };
const hidden: ProcessIdentity = { ...self, pidNamespace: 1 };

let out: Awaited<ReturnType<typeof mkdtempDisposable>>;
let reports: Report[];
beforeEach(async () => {
  reports = [];
  out = await mkdtempDisposable(join(tmpdir(), "debootc-again-"));
});
afterEach(() => out[Symbol.asyncDispose]());

/** Makes what an earlier run left under the ID. */
async function left(status?: string, owner?: ProcessIdentity): Promise<void> {
  await mkdir(join(out.path, id, "work"), { recursive: true });
  await writeFile(join(out.path, id, "old"), "");
  if (status !== undefined) await writeFile(join(out.path, id, "STATUS"), `${status}\n`);
  if (owner === undefined) return;
  await writeFile(join(out.path, id, "work/owner.json"), ownerRecord.serialize({ owner }));
}

const begin = () => {
  const named = {
    id,
    privilege: privilegeOf({ uid: 0, gid: 0 }),
    report: (one: Report) => void reports.push(one),
  };
  return startComposeDirectory(out.path, wanted, named);
};
const refusal = () =>
  begin().then(
    () => "begun",
    ({ code, message, hint }) => `${code}: ${message.replace(`${out.path}/`, "")}; ${hint}`,
  );

describe("a compose whose ID is given", () => {
  test.each([
    ["STARTED", dead],
    ["STARTED", undefined],
    ["DOOMED", undefined],
    ["DOOMED", dead],
    ["TERMINATED", undefined],
    [undefined, dead],
  ])(
    "that a run left with STATUS %s and is dead begins anew, and a warning says so",
    async (status, owner) => {
      await left(status, owner);

      expect((await begin()).id).toBe(id);
      expect(await readFile(join(out.path, id, "STATUS"), "utf8")).toBe("STARTED\n");
      expect(await readdir(join(out.path, id))).not.toContain("old");
      expect(await readdir(out.path)).toEqual([id]);
      expect(reports).toMatchObject([
        {
          diagnostic: {
            severity: "warning",
            code: "compose-begun-anew",
            message: expect.stringContaining(`was left ${status ?? "without STATUS"}`),
          },
        },
      ]);
    },
  );

  test.each([
    ["FINISHED", undefined, "it is FINISHED; A finished compose never changes: remove it"],
    ["FINISHED_INCOMPLETE", dead, "it is FINISHED_INCOMPLETE; A finished compose never changes"],
    ["STARTED", self, "a process is still at work on it; Wait until it has ended"],
    ["DOOMED", self, "a process is still at work on it; Wait"],
    ["STARTED", hidden, "out of sight, such as in another container; Remove it if nothing works on it"],
    [undefined, undefined, "it has no STATUS, so it may just be starting; Remove it if nothing"],
    ["WHATEVER", dead, "its STATUS is not valid; Remove it if nothing"],
  ])("with STATUS %s and owner %j stays, with the reason and what to do", async (status, owner, words) => {
    await left(status, owner);

    expect(await refusal()).toContain(`in-use: the compose ${id} already exists: `);
    expect(await refusal()).toContain(words);
    expect(await readdir(join(out.path, id))).toContain("old");
    expect(reports).toEqual([]);
  });

  test("that is a link or a file stays", async () => {
    await mkdir(join(out.path, "elsewhere"));
    await symlink("elsewhere", join(out.path, id));

    expect(await refusal()).toContain("it is not a directory");
  });

  test("is begun anew by one of several processes only", async () => {
    await left("STARTED", dead);
    const outcomes = await Promise.all([refusal(), refusal(), refusal(), refusal()]);

    expect(outcomes.filter((outcome) => outcome === "begun")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.startsWith("in-use: "))).toHaveLength(3);
    expect(await readdir(out.path)).toEqual([id]);
  });

  test("is left alone while another process judges it", async () => {
    await left("STARTED", dead);
    await using _ = await lockFile(join(out.path, id), () => new Error("in use") as never);

    expect(await refusal()).toContain("another process is about to begin it anew");
  });
});

test("a compose that somebody died over while removing it is known by its name", async () => {
  const aside = join(out.path, `.${id}.${formatIdentity(dead)}.old`);
  await mkdir(join(out.path, `.${id}.${formatIdentity(self)}.old`));
  await left("STARTED", dead);
  await rename(join(out.path, id), aside);

  expect(await abandonedAsides(out.path)).toEqual([{ path: aside, owner: dead }]);
  expect(await abandonedAsides(join(out.path, "none"))).toEqual([]);
});
