import { run } from "@debootc/tools/run";
import { chmod, lchown, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { modeOf, rootOf } from "../root-scene.fixture.ts";
import { renumberAccounts } from "./renumber-accounts.ts";

const none = { users: [], groups: [] };

test.skipIf(process.getuid?.() !== 0)(
  "files of an account that gets another number keep their content, modes and capabilities",
  async () => {
    const root = await rootOf({
      "/etc/passwd": "vendor:x:1000:1000::/:/bin/sh\nfixed:x:1500:1500::/:/bin/sh\n",
      "/etc/group": "vendor:x:1000:\nfixed:x:1500:\nnumbered:x:2000:\n",
      "/usr/bin/capture": "text",
      "/usr/bin/other": "other",
      "/usr/bin/link": "->capture",
      "/var/lib/vendor/": "",
      "/var/lib/fixed": "",
      "/var/lib/dpkg/info/fixed.postinst": "groupadd --gid 1500 fixed\nuseradd -u1500 fixed\n",
      "/usr/lib/sysusers.d/numbered.conf": "g numbered 2000\n",
    });
    const at = (path: string) => join(root.path, path);
    for (const path of ["usr/bin/other", "usr/bin/link", "var/lib/vendor"])
      await lchown(at(path), 1000, 1000);
    await lchown(at("usr/bin/capture"), 0, 1000);
    await lchown(at("var/lib/fixed"), 1500, 1500);
    await chmod(at("usr/bin/capture"), 0o2750);
    await chmod(at("var/lib/vendor"), 0o3770);
    await run({ tool: "setcap", args: ["cap_net_raw+ep", at("usr/bin/capture")] });

    await renumberAccounts(root, { seeded: none, kept: none, scratch: `${root.path}-scratch` });

    const owners = async (path: string) => {
      const stat = await root.stat(path);
      return [stat?.uid, stat?.gid];
    };
    expect(await owners("/usr/bin/capture")).toEqual([0, 700]);
    for (const path of ["/usr/bin/other", "/usr/bin/link", "/var/lib/vendor"])
      expect(await owners(path)).toEqual([700, 700]);
    expect(await owners("/var/lib/fixed")).toEqual([1500, 1500]);
    expect(await modeOf(root, "/usr/bin/capture")).toBe("2750");
    expect(await modeOf(root, "/var/lib/vendor")).toBe("3770");
    expect(await readFile(at("usr/bin/capture"), "utf8")).toBe("text");
    const capabilities = async (path: string) => (await run({ tool: "getcap", args: [at(path)] })).stdout;
    expect(await capabilities("usr/bin/capture")).toContain("cap_net_raw=ep");
    expect(await capabilities("usr/bin/other")).toBe("");
    expect(await root.readText("/etc/group")).toBe("vendor:x:700:\nfixed:x:1500:\nnumbered:x:2000:\n");
  },
);

test("an account whose number is recorded keeps it", async () => {
  const files = { "/etc/passwd": "", "/etc/group": "vendor:x:1000:\n" };
  const root = await rootOf(files);
  const seeded = { ...none, groups: [{ name: "vendor", gid: 1000 }] };
  await renumberAccounts(root, { seeded, kept: none, scratch: `${root.path}-scratch` });

  expect(await root.readText("/etc/group")).toBe("vendor:x:1000:\n");
});
