import { expect, test } from "vitest";
import { contentOf, origin, refusalOf, rootOf } from "../root-scene.fixture.ts";
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
  await addUsers(root, { users: [{ ...admin, origin }], sshKeys: {} });
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
  await addUsers(root, { users: [], sshKeys: { root: ["key one", "key two"] } });
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
  const error = await refusalOf(addUsers(root, { users, sshKeys: {} }));

  expect(error.code).toBe("treefile-invalid");
  expect(error.diagnostics.map(({ line }) => line)).toEqual([3, 9]);
  expect(await root.readText("/etc/passwd")).toBe(files["/etc/passwd"]);
});
