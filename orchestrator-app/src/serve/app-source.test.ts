import { serveSettings } from "@debootc/core/hub/serve-settings";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { appSource } from "./app-source.ts";

test("a file that is no key of an App is refused, and a key that is known stays until the file is whole again", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-app-"));
  const file = join(work.path, "key.pem");
  const options = { appId: "5", privateKeyFile: file, dataDir: work.path };
  const app = appSource(serveSettings({ options, environment: {}, home: work.path }));
  const refusal = { code: "hub-settings-invalid", message: `${file} is not the private key of an App` };

  await writeFile(file, "hunter2");
  await expect(app.read()).rejects.toMatchObject(refusal);
  expect(app.current()).toBeUndefined();

  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs1", format: "pem" });
  await writeFile(file, pem);
  await app.read();
  await writeFile(file, pem.slice(0, 100));
  await expect(app.read()).rejects.toMatchObject(refusal);
  expect(app.current()).toMatchObject({ appId: 5, privateKey: pem });
});
