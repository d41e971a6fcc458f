import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { ToolError } from "../tool-error.ts";
import { describe, expect, test } from "vitest";
import { addPullSource, type PullSource, pullRefusal } from "./ostree-pull.ts";

const url = "https://example.org/repo";

/** The lines of the source in the configuration of a repository. */
async function configured(source: PullSource): Promise<string[]> {
  await using repo = await mkdtempDisposable(join(tmpdir(), "debootc-pull-"));
  const config = join(repo.path, "config");
  await writeFile(config, "[core]\nmode=archive-z2\n");
  await addPullSource(repo.path, source);
  const [before = "", section = ""] = (await readFile(config, "utf8")).split('[remote "source"]\n');
  expect(before.trim()).toBe("[core]\nmode=archive-z2");
  return section.trimEnd().split("\n");
}

describe("the source that a repository pulls from", () => {
  test("is not checked without keys, whatever is asked of the summary", async () => {
    expect(await configured({ url, gpgKeys: [], summary: true })).toEqual([
      `url=${url}`,
      "gpg-verify=false",
      "gpg-verify-summary=false",
    ]);
  });

  test("is checked by all keys, and its summary only when that is asked for", async () => {
    const gpgKeys = ["/keys/a.asc", "/keys/b.asc"];

    expect(await configured({ url, gpgKeys })).toEqual([
      `url=${url}`,
      "gpg-verify=true",
      "gpg-verify-summary=false",
      "gpgkeypath=/keys/a.asc;/keys/b.asc",
    ]);
    expect(await configured({ url, gpgKeys, summary: true })).toContain("gpg-verify-summary=true");
  });

  test("is checked by the sign API when it has a file of such keys", async () => {
    expect(await configured({ url, gpgKeys: [], ed25519File: "/keys/ed25519" })).toEqual([
      `url=${url}`,
      "gpg-verify=false",
      "gpg-verify-summary=false",
      "sign-verify=ed25519",
      "verification-ed25519-file=/keys/ed25519",
    ]);
  });

  test("keeps a backslash of its address", async () => {
    expect(await configured({ url: "file:///a\\b", gpgKeys: [] })).toContain("url=file:///a\\\\b");
  });
});

describe("a failure of ostree", () => {
  const failed = (said: string) =>
    new ToolError("tool-failed", "ostree ended with exit status 1", {
      tool: "ostree",
      said: `error: ${said}`,
      hint: "",
    });

  test.each([
    ["Can't check signature: public key not found", "trust-refused"],
    ["GPG signatures found, but none are in trusted keyring", "trust-refused"],
    ["GPG verification enabled, but no signatures found", "trust-refused"],
    ["Corrupted metadata object; checksum expected='a' actual='b'", "verification-differs"],
    ["While fetching http://x/config: Server returned status 404: Not Found", "mirror-unreachable"],
    ["While fetching http://x/config: [7] Couldn't connect to server", "mirror-unreachable"],
  ])("that says %j is reported as %s, with what was wanted and what ostree said", (said, code) => {
    expect(pullRefusal("site/main", failed(said))).toMatchObject({
      code,
      message: expect.stringMatching(/^site\/main /),
    });
    expect((pullRefusal("site/main", failed(said)) as Error).message).toContain(said);
  });

  test.each(["cancelled", "tool-missing", "results-unwritable"] as const)(
    "that is %s is left as it is",
    (code) => {
      const error = new DebootcError(code, "of a key");

      expect(pullRefusal("site/main", error)).toBe(error);
    },
  );
});
