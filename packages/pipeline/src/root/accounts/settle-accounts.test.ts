import { expect, test } from "vitest";
import { refusalOf, rootOf } from "../root-scene.fixture.ts";
import { settleAccounts } from "./settle-accounts.ts";

const files = {
  "/usr/share/base-passwd/passwd.master": "root:*:0:0:root:/root:/bin/bash\n",
  "/usr/share/base-passwd/group.master": "root:*:0:\n",
  "/etc/passwd":
    "sshd:x:990:65534::/run/sshd:/usr/sbin/nologin\nroot:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/x\n",
  "/etc/group": "nogroup:x:65534:\nroot:x:0:\n",
  "/etc/shadow": "sshd:!*:20000::::::\nroot:*:20000:0:99999:7:::\nnobody:*:20000::::::\n",
};
const sshd = { name: "sshd", uid: 990, gid: 65534, gecos: "", home: "/run/sshd", shell: "/usr/sbin/nologin" };

test("accounts are in one order, and systemd-sysusers gets all of them", async () => {
  const root = await rootOf(files);
  await settleAccounts(root, { users: [sshd], groups: [] }, new Set(), 86_400);
  const passwd = (await root.readText("/etc/passwd")) ?? "";
  const lines = (await root.readText("/usr/lib/sysusers.d/00-debootc.conf")) ?? "";

  expect(passwd.split("\n")[0]).toMatch(/^root:/);
  expect(lines).toContain("sshd 990");
});

test("an account without its recorded id is refused", async () => {
  const root = await rootOf(files);
  const seeded = { users: [{ ...sshd, uid: 991 }], groups: [] };
  const error = await refusalOf(settleAccounts(root, seeded, new Set(), 86_400));

  expect(error.code).toBe("ids-drifted");
  expect(error.message).toContain("sshd");
});

test("a root without users is no system", async () => {
  const root = await rootOf({ "/etc/group": "" });
  const error = await refusalOf(settleAccounts(root, { users: [], groups: [] }, new Set(), 0));

  expect(error.code).toBe("layout-impossible");
});
