import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseSecrets, readSecretFile } from "./webhook-secrets.ts";

test("a secret is a line, with whatever is in it, and two are good at once", () => {
  expect(parseSecrets("It's a Secret to Everybody\n", "x")).toEqual(["It's a Secret to Everybody"]);
  expect(parseSecrets("new\r\n old \n\n", "x")).toEqual(["new", " old "]);
});

test.each(["", "\n", "a\nb\nc"])(
  "a number of secrets that is not one or two is refused, without showing them: %j",
  (text) => {
    expect(() => parseSecrets(text, "SECRET")).toThrow(
      /^cannot use the webhook secrets of SECRET: it has [03];/,
    );
  },
);

test("a file that cannot be read is named", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-secret-"));
  const file = join(work.path, "secret");
  await expect(readSecretFile(file)).rejects.toMatchObject({ code: "hub-settings-invalid" });
  await writeFile(file, "one\n");
  expect(await readSecretFile(file)).toEqual(["one"]);
});
