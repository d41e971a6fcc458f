import { expect, test } from "vitest";
import { loginCredentials } from "./login-credentials.ts";

test("the key is written into the home of root by a line of tmpfiles.d, beside keys of the tree", () => {
  const [credential = "", ...others] = loginCredentials("ssh-ed25519 AAAA, of a run\n");
  const [name = "", value = ""] = credential
    .split("=", 1)
    .concat(credential.slice(credential.indexOf("=") + 1));
  const lines = Buffer.from(value, "base64").toString().split("\n");
  const [, path, mode, owner, , , content = ""] = lines[2]?.split(" ") ?? [];

  expect(others).toEqual([]);
  expect(name).toBe("io.systemd.credential.binary:tmpfiles.extra");
  expect([path, mode, owner]).toEqual(["/var/roothome/.ssh/authorized_keys2", "0600", "root"]);
  expect(Buffer.from(content, "base64").toString()).toBe("ssh-ed25519 AAAA, of a run\n");
});
