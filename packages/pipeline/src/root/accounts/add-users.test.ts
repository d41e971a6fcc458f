import { expect, test } from "vitest";
import { contentOf, modeOf, origin, refusalOf, rootOf } from "../root-scene.fixture.ts";
import { addUsers } from "./add-users.ts";

const files = {
  "/bin": "->usr/bin",
  "/usr/bin/bash": "",
  "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\n",
  "/etc/group": "root:x:0:\nsudo:x:27:\n",
  "/etc/shadow": "root:*:19000:0:99999:7:::\n",
  "/etc/gshadow": "root:*::\nsudo:*::\n",
};
const admin = { name: "admin", uid: 1000, gecos: "Administrator", groups: ["sudo"], shell: "/bin/bash" };

test("an account has its number, its groups and no password, and its home is made on the machine", async () => {
  const root = await rootOf(files);
  await addUsers(root, { users: [{ ...admin, origin }], sshKeys: {}, passwords: [] });
  const content = await contentOf(root);

  expect(content["/etc/passwd"]).toContain("admin:x:1000:1000:Administrator:/home/admin:/bin/bash\n");
  expect(content["/etc/group"]).toMatch(/^sudo:x:27:admin$/m);
  expect(content["/etc/shadow"]).toMatch(/^admin:[!*]/m);
  expect(content["/usr/lib/tmpfiles.d/debootc-users.conf"]).toBe(
    "C /var/home/admin 0700 admin admin - /etc/skel\n",
  );
  expect(content).not.toHaveProperty("/etc/ssh/sshd_config.d/20-debootc-users.conf");
});

test("keys are files of the image, which sshd looks for beside those of the machine", async () => {
  const root = await rootOf(files);
  await addUsers(root, { users: [], sshKeys: { root: ["key one", "key two"] }, passwords: [] });
  const content = await contentOf(root);

  expect(content["/usr/lib/debootc/authorized-keys/root"]).toBe("key one\nkey two\n");
  expect(content["/etc/ssh/sshd_config.d/20-debootc-users.conf"]).toContain("authorized-keys/%u");
  expect(content["/etc/passwd"]).toBe(files["/etc/passwd"]);
});

test("everything that the image has no room for is said at once, at its place", async () => {
  const root = await rootOf(files);
  const users = [
    { ...admin, shell: "/bin/zsh", origin },
    { ...admin, name: "other", uid: 1001, groups: ["none"], origin: { ...origin, line: 9 } },
  ];
  const error = await refusalOf(addUsers(root, { users, sshKeys: {}, passwords: [] }));

  expect(error.code).toBe("treefile-invalid");
  expect(error.diagnostics.map(({ line }) => line)).toEqual([3, 9]);
  expect(await root.readText("/etc/passwd")).toBe(files["/etc/passwd"]);
});

test("a service has an account without a home, and sudo without a password is a rule that only root reads", async () => {
  const root = await rootOf(files);
  const app = {
    name: "app",
    uid: 600,
    gecos: "",
    groups: [],
    shell: "/usr/sbin/nologin",
    home: "/nonexistent",
  };
  await addUsers(root, {
    users: [
      { ...app, origin },
      { ...admin, sudo: "nopasswd", origin },
    ],
    sshKeys: {},
    passwords: [],
  });
  const content = await contentOf(root);

  expect(content["/etc/passwd"]).toContain("app:x:600:600::/nonexistent:/usr/sbin/nologin\n");
  expect(content["/usr/lib/tmpfiles.d/debootc-users.conf"]).not.toContain("app");
  expect(content["/etc/sudoers.d/debootc-users"]).toBe("admin ALL=(ALL:ALL) NOPASSWD: ALL\n");
  expect(await modeOf(root, "/etc/sudoers.d/debootc-users")).toBe("440");
});

test("a password of the first boot is a unit of the image that names its accounts", async () => {
  const root = await rootOf(files);
  await addUsers(root, { users: [], sshKeys: {}, passwords: ["root", "admin"] });
  const content = await contentOf(root);
  const unit = content["/usr/lib/systemd/system/debootc-passwords.service"] ?? "";

  expect(unit).toContain("LoadCredential=passwd.hashed-password.root\n");
  expect(unit).toContain("ExecStart=/usr/lib/debootc/set-passwords root admin\n");
  expect(content["/usr/lib/systemd/system/multi-user.target.wants/debootc-passwords.service"]).toBe(
    "->../debootc-passwords.service",
  );
});
