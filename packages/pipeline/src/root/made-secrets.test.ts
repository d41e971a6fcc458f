import { expect, test } from "vitest";
import { findSecrets, refuseMadeSecrets } from "./made-secrets.ts";
import { rootOf } from "./root-scene.fixture.ts";

const key = (text: string) =>
  `-----BEGIN OPENSSH PRIVATE KEY-----\n${text}\n-----END OPENSSH PRIVATE KEY-----\n`;

const scene = {
  "/var/lib/dpkg/info/example.list": "/.\n/etc/example/test.key\n",
  "/etc/example/test.key": key("of the package"),
  "/etc/example/own.key": key("made"),
  "/etc/motd": "hello",
};

test("secrets are found by their content, but those that a package ships", async () => {
  const found = await findSecrets(await rootOf(scene));

  expect([...found.keys()]).toEqual(["/etc/example/own.key"]);
});

test("a secret that a script made is refused, with the way to leave it out", async () => {
  const root = await rootOf(scene);
  const none = new Map();
  const secrets = await findSecrets(root);

  expect(() => refuseMadeSecrets(secrets, { ofPackages: none, withFiles: none })).toThrow(
    "a secret was made",
  );
  expect(() => refuseMadeSecrets(secrets, { ofPackages: secrets, withFiles: secrets })).toThrow(
    "a secret was made",
  );
});

test("a secret that the treefile adds is the user's decision, unless it is changed afterwards", async () => {
  const root = await rootOf(scene);
  const secrets = await findSecrets(root);
  const ofPackages = new Map();

  expect(() => refuseMadeSecrets(secrets, { ofPackages, withFiles: secrets })).not.toThrow(
    "a secret was made",
  );
  await root.writeFile("/etc/example/own.key", key("another"));
  const changed = await findSecrets(root);
  expect(() => refuseMadeSecrets(changed, { ofPackages, withFiles: secrets })).toThrow("secret");
});
