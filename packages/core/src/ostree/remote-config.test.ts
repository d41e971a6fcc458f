import { expect, test } from "vitest";
import { remoteFiles } from "./remote-config.ts";

const remote = { name: "debian", url: "https://example.org/repo", gpgKeys: [], ed25519Keys: [] };
const gpgKey = (name: string) => ({ fingerprints: [name], armour: `${name}\n` });

test("a remote verifies with the keys in /usr, each in its own file", () => {
  const files = remoteFiles({ ...remote, gpgKeys: [gpgKey("AA"), gpgKey("BB")] });

  expect(files).toEqual([
    {
      path: "/etc/ostree/remotes.d/debian.conf",
      text: '[remote "debian"]\nurl=https://example.org/repo\ngpg-verify=true\ngpgkeypath=/usr/share/ostree/remotes/debian/gpg\n',
    },
    { path: "/usr/share/ostree/remotes/debian/gpg/AA.asc", text: "AA\n" },
    { path: "/usr/share/ostree/remotes/debian/gpg/BB.asc", text: "BB\n" },
  ]);
});

test("if only ed25519 verifies, GnuPG is turned off explicitly, because ostree's default is on", () => {
  const [conf, keys] = remoteFiles({ ...remote, ed25519Keys: ["a", "b"] });

  expect(conf?.text).toContain("gpg-verify=false\nsign-verify=ed25519\n");
  expect(keys).toEqual({ path: "/usr/share/ostree/remotes/debian/ed25519", text: "a\nb\n" });
});
