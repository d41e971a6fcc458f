import { describe, expect, test } from "vitest";
import { errorsOf, loadFromMemory } from "../../load-from-memory.fixture.ts";
import { check } from "../../refusals.fixture.ts";
import { sshKeyFaults } from "./ssh-key.ts";

const key =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl admin@example.org";
const head = "ref: debian/test\nsuite: trixie\n";

describe("accounts", () => {
  test("what is not said has the default of Debian's adduser", () => {
    const { users, sshKeys } = loadFromMemory(`${head}users:\n  - {name: admin, uid: 1000}\n`).treefile;

    expect(users).toEqual([
      {
        name: "admin",
        uid: 1000,
        gecos: "",
        groups: [],
        shell: "/bin/bash",
        origin: { file: "/tree/system.yaml", line: 4, column: 5 },
      },
    ]);
    expect(sshKeys).toEqual([]);
  });

  test("root may be given keys, and is not made", () => {
    const { users, sshKeys } = loadFromMemory(
      `${head}users: [{name: root, ssh-authorized-keys: ["${key}"]}]\n`,
    ).treefile;

    expect(users).toEqual([]);
    expect(sshKeys).toMatchObject([{ user: "root", keys: [key] }]);
  });

  test.each(["hunter2", "1234567", "{a: hunter2}", '"$6$salt$hunter2"', "[hunter2]"])(
    "a password is refused and shown nowhere: %s",
    (password) => {
      const errors = errorsOf(`${head}users:\n  - name: admin\n    uid: 1000\n    password: ${password}\n`);

      expect(errors).toMatchObject([
        { line: 6, column: 15, message: expect.stringContaining("holds no password"), allowed: "first-boot" },
      ]);
      expect(JSON.stringify(errors)).not.toMatch(/hunter2|1234567/);
    },
  );

  test("a password under another name is refused and shown nowhere", () => {
    const errors = errorsOf(`${head}users: [{name: admin, uid: 1000, passwd: hunter2}]\n`);

    expect(errors).toMatchObject([
      { message: "this key does not exist", hint: expect.stringContaining("no passwords") },
    ]);
    expect(JSON.stringify(errors)).not.toContain("hunter2");
  });

  test("a password of the first boot is named, also root's", () => {
    const text =
      "users: [{name: admin, uid: 1000, password: first-boot}, {name: root, password: first-boot}]\n";

    expect(loadFromMemory(head + text).treefile.passwords.map(({ user }) => user)).toEqual(["admin", "root"]);
  });

  test("sudo with a password is the group's, and without one a rule for the account", () => {
    const text =
      "users:\n  - {name: a, uid: 1000, sudo: true, groups: [adm]}\n  - {name: b, uid: 1001, sudo: nopasswd}\n  - {name: c, uid: 1002, sudo: false}\n";

    expect(loadFromMemory(head + text).treefile.users).toMatchObject([
      { name: "a", groups: ["adm", "sudo"], sudo: "password" },
      { name: "b", groups: [], sudo: "nopasswd" },
      { name: "c", groups: [] },
    ]);
  });

  test("a system account has a number of services, no home and no shell", () => {
    const { users } = loadFromMemory(`${head}users: [{name: app, uid: 600, system: true}]\n`).treefile;

    expect(users).toMatchObject([
      { name: "app", uid: 600, home: "/nonexistent", shell: "/usr/sbin/nologin" },
    ]);
  });
});

describe("refused", () => {
  check([
    {
      text: "users: [{name: Admin, uid: 1000}]",
      at: "1:16",
      says: "cannot be the name",
      allowed: "lower-case",
    },
    { text: "users: [{name: admin}]", at: "1:9", says: "has no uid", hint: "Write `uid: 1000`" },
    { text: "users: [{uid: 1000}]", at: "1:9", says: "missing" },
    {
      text: "users: [{name: admin, uid: 500}]",
      at: "1:28",
      says: "cannot be the uid",
      allowed: "1000 to 59999",
    },
    { text: "users: [{name: admin, uid: 0}]", at: "1:28", says: "cannot be the uid", hint: "Only root" },
    {
      text: "users: [{name: app, uid: 600}]",
      at: "1:26",
      says: "cannot be the uid",
      hint: "`system: true`",
      given: "600",
    },
    {
      text: "users: [{name: app, uid: 1000, system: true}]",
      at: "1:26",
      says: "cannot be the uid",
      allowed: "100 to 999",
    },
    { text: "users: [{name: app, system: true}]", at: "1:9", says: "has no uid", hint: "`uid: 600`" },
    {
      text: "users: [{name: a, uid: 1000, sudo: always}]",
      at: "1:36",
      says: "nothing of sudo",
      allowed: "nopasswd",
    },
    { text: "users: [{name: a, uid: 1000, home: /srv/a}]", at: "1:30", says: "home of people" },
    {
      text: "users: [{name: app, uid: 600, system: true, sudo: true}]",
      at: "1:45",
      says: "nobody logs in",
    },
    { text: "users: [{name: app, uid: 600, system: true, home: app}]", at: "1:51", says: "absolute path" },
    { text: "users: [{name: root, sudo: true}]", at: "1:22", says: "may only be given keys" },
    { text: "users: [{name: admin, uid: 1000.5}]", at: "1:28", says: "cannot be the uid" },
    { text: 'users: [{name: admin, uid: "1000"}]', at: "1:28", says: "expected a number, not a string" },
    { text: "users: [{name: root, uid: 1000}]", at: "1:22", says: "may only be given keys" },
    { text: "users: [{name: sshd, uid: 1000}]", at: "1:16", says: "an account of Debian's own" },
    { text: "users: [{name: www-data, uid: 1000}]", at: "1:16", says: "an account of Debian's own" },
    ...["adm", "sudo", "staff", "plugdev", "nogroup", "src"].map((name) => ({
      text: `users: [{name: ${name}, uid: 1000}]`,
      at: "1:16",
      says: "a group of Debian's own",
    })),
    { text: "users: [{name: kvm, uid: 1000}]", at: "1:16", says: "a group of Debian's own" },
    { text: "users: [{name: a, uid: 1000, shell: bash}]", at: "1:37", says: "not an absolute path" },
    { text: 'users: [{name: a, uid: 1000, gecos: "A: B"}]', at: "1:37", says: "a colon" },
    { text: 'users: [{name: a, uid: 1000, groups: ["a b"]}]', at: "1:39", says: "not the name of a group" },
    {
      text: "users:\n  - {name: a, uid: 1000}\n  - {name: a, uid: 1001}",
      at: "3:12",
      says: "already defined in line 2",
    },
    {
      text: "users:\n  - {name: a, uid: 1000}\n  - {name: b, uid: 1000}",
      at: "3:20",
      says: "already that of a in line 2",
    },
  ]);
});

test("a private key is shown nowhere, on one line or on several", () => {
  const lines = (separator: string) => `-----BEGIN OPENSSH PRIVATE KEY-----${separator}b3BlbnNzaC1rZXk`;
  const written = [`|\n        ${lines("\n        ")}`, `"${lines("\\n")}"`];
  for (const key of written) {
    const text = `${head}users:\n  - name: a\n    uid: 1000\n    ssh-authorized-keys:\n      - ${key}\n`;
    const errors = errorsOf(text);

    expect(errors).toMatchObject([{ message: "this is a PRIVATE key", given: "a key that is not shown" }]);
    expect(JSON.stringify(errors)).not.toContain("b3BlbnNzaC1rZXk");
  }
});

describe("keys of ssh", () => {
  test.each([key, `restrict,command="echo a b" ${key}`, key.split(" ").slice(0, 2).join(" ")])(
    "%s may stay",
    (line) => {
      expect(sshKeyFaults(line)).toEqual([]);
    },
  );

  test.each([
    ["-----BEGIN OPENSSH PRIVATE KEY-----\nx", "PRIVATE"],
    ["keys/admin.pub", "is a file"],
    ["ssh-dss AAAAB3NzaC1kc3MAAACB", "not a public key"],
    [key.slice(0, 60), "damaged"],
    [key.replace("ssh-ed25519", "ssh-rsa"), "damaged"],
    [`no-pty no-X11 ${key}`, "no space"],
    [`${key}\n${key}`, "several lines"],
    ["", "not a public key"],
  ])("%s is refused", (line, says) => {
    expect(sshKeyFaults(line)).toMatchObject([{ message: expect.stringContaining(says) }]);
  });
});
