import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accountConflicts } from "./account-conflicts.ts";
import { addAccounts, canonicalAccounts } from "./account-files.ts";
import { checkIds } from "./check-ids.ts";
import { seedIds } from "./seed-ids.ts";
import { systemGroups, systemUsers } from "../debian/system-accounts.ts";
import { sysusersLines } from "./sysusers.ts";

const base = { passwd: "root:x:0:0:root:/root:/bin/bash\n", group: "root:x:0:\nnogroup:x:65534:\n" };

describe("seeded ids", () => {
  test("only accounts of installed packages are seeded", () => {
    const { users, groups } = seedIds(new Set(["openssh-server", "openssh-client"]), undefined);

    expect(users.map(({ name }) => name)).toEqual(["sshd"]);
    expect(groups).toEqual([{ name: "_ssh", gid: 807 }]);
  });

  test("the lock overrides the table", () => {
    const sshd = { name: "sshd", uid: 120, gid: 65534, gecos: "", home: "/run/sshd", shell: "/bin/false" };

    expect(seedIds(new Set(["openssh-server"]), { users: [sshd], groups: [] }).users).toEqual([sshd]);
  });

  test("no id is in the table twice", () => {
    const gids = [
      ...systemGroups.map(({ gid }) => gid),
      ...systemUsers.flatMap(({ id, group }) => (group ? [] : [id])),
    ];

    expect(new Set(systemUsers.map(({ id }) => id)).size).toBe(systemUsers.length);
    expect(new Set(gids).size).toBe(gids.length);
    for (const id of [...gids, ...systemUsers.map((user) => user.id)])
      expect(id).toSatisfy(isBetweenAllocators);
  });
});

describe("ids of a configured root", () => {
  const seeded = seedIds(new Set(["openssh-server"]), undefined);

  test("an account with an id other than the seeded one has drifted", () => {
    const files = { ...base, passwd: `${base.passwd}sshd:x:105:65534::/run/sshd:/usr/sbin/nologin\n` };

    expect(checkIds(files, seeded, base).drifted).toEqual([
      "user sshd has uid 105 and gid 65534, recorded: uid 854 and gid 65534",
    ]);
  });

  test("an account outside the table and the lock is listed with its id", () => {
    const files = { ...base, group: `${base.group}widget:x:105:\n` };

    expect(checkIds(files, seeded, base)).toMatchObject({
      drifted: [],
      unlisted: { users: [], groups: [{ name: "widget", gid: 105 }] },
    });
  });
});

describe("canonical account files", () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 8 });

  test("do not depend on the order of configuration", () => {
    fc.assert(
      fc.property(names, fc.infiniteStream(fc.nat()), (users, noise) => {
        const shuffled = users
          .map((name) => ({ name, order: noise.next().value }))
          .sort((a, b) => a.order - b.order);
        const files = (list: readonly string[]) => ({
          passwd: list.map((name) => `${name}:x:${users.indexOf(name)}:0::/:/bin/sh\n`).join(""),
          group: list.map((name) => `${name}:x:${users.indexOf(name)}:\n`).join(""),
          shadow: list.map((name) => `${name}:*:${noise.next().value}:0:99999:7:::\n`).join(""),
          gshadow: list.map((name) => `${name}:!::\n`).join(""),
        });

        expect(canonicalAccounts(files(shuffled.map(({ name }) => name)), 20000)).toEqual(
          canonicalAccounts(files(users), 20000),
        );
      }),
    );
  });

  test("give an account without a shadow row a locked one", () => {
    const files = canonicalAccounts({ ...base, shadow: "", gshadow: "" }, 20000);

    expect(files.shadow).toBe("root:!*:20000::::::\n");
    expect(files.gshadow).toBe("root:!::\nnogroup:!::\n");
  });
});

test("sysusers.d lines contain every account with its ids and memberships", () => {
  const lines = sysusersLines({
    passwd: 'sshd:x:990:65534:the "user":/run/sshd:/usr/sbin/nologin\nwidget:x:5:5::/nonexistent:\n',
    group: "adm:x:4:widget\n",
  });

  expect(lines).toEqual([
    "g adm 4",
    "u sshd 990:65534 \"the 'user'\" /run/sshd /usr/sbin/nologin",
    "u widget 5 - /nonexistent -",
    "m widget adm",
  ]);
});

// adduser counts up from 100, systemd-sysusers down from 999.
function isBetweenAllocators(id: number): boolean {
  return id >= 800 && id < 900;
}

describe("added accounts", () => {
  const admin = {
    name: "admin",
    uid: 1000,
    gecos: "",
    home: "/home/admin",
    shell: "/bin/sh",
    groups: ["adm"],
  };
  const files = { passwd: base.passwd, group: "adm:x:4:\n", shadow: "root:*:::::::\n", gshadow: "adm:!::\n" };

  test("have a group of their own, no password, and are in the groups they ask for", () => {
    expect(addAccounts(files, [admin])).toEqual({
      passwd: `${base.passwd}admin:x:1000:1000::/home/admin:/bin/sh\n`,
      group: "adm:x:4:admin\nadmin:x:1000:\n",
      shadow: "root:*:::::::\nadmin:*::0:99999:7:::\n",
      gshadow: "adm:!::admin\n",
    });
  });

  test("conflict with an existing name or number, or a group that does not exist", () => {
    expect(accountConflicts(admin, files)).toEqual([]);
    const taken = { ...files, passwd: "admin:x:990:990::/:/bin/sh\n", group: "other:x:1000:\n" };

    expect(accountConflicts(admin, taken).map(({ message }) => message)).toEqual([
      "the user admin already exists, with uid 990",
      "the gid 1000 is already used by other",
      "admin cannot be a member of adm: the image has no such group",
    ]);
  });

  test("are not recorded as ids that depend on packages, and the lock does not change them", () => {
    const others = new Set(["admin"]);
    const after = addAccounts(files, [admin]);
    const { name, gecos, home, shell } = admin;
    const locked = {
      users: [{ name, uid: 1500, gid: 1500, gecos, home, shell }],
      groups: [{ name, gid: 1500 }],
    };

    expect(seedIds(new Set(), locked, others)).toEqual({ users: [], groups: [] });
    expect(checkIds(after, { users: [], groups: [] }, files, others)).toEqual({
      drifted: [],
      unlisted: { users: [], groups: [] },
      all: { users: [], groups: [] },
    });
  });
});
