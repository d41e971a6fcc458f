import { expect, test } from "vitest";
import { otherKey, publicKey } from "../../../openpgp/public-keys.fixture.ts";
import { errorsOf, loadFromMemory } from "../../load-from-memory.fixture.ts";

const head = "ref: x\nsuite: trixie\n";
const files = (text: string) => ({
  "/tree/system.yaml": head + text,
  "/tree/base.yaml":
    "ostree-remote: {name: debian, url: https://old.example.org/repo, gpg-keys: [keys/old.asc]}\n",
  "/tree/keys/old.asc": publicKey.armour,
  "/tree/keys/new.gpg": otherKey.bytes,
});

test("an including treefile says another address and adds a key: both keys count", () => {
  const { treefile } = loadFromMemory(
    files("include: base.yaml\nostree-remote: {url: https://example.org/repo, gpg-keys: [keys/new.gpg]}\n"),
  );

  expect(treefile.ostreeRemote).toMatchObject({
    name: "debian",
    url: "https://example.org/repo",
    gpgKeys: [{ fingerprints: [publicKey.fingerprint] }, { fingerprints: [otherKey.fingerprint] }],
    ed25519Keys: [],
  });
});

test("everything that a remote lacks is said at once", () => {
  const messages = errorsOf(files("ostree-remote: {gpg-keys: [keys/none.asc]}\n")).map(
    ({ message }) => message,
  );

  expect(messages.sort()).toEqual([
    "the key file does not exist",
    "the remote has no `name`",
    "the remote has no `url`",
  ]);
});

test("what is wrong with a part of it is not followed by complaints that the part is missing", () => {
  const text = "ostree-remote: {name: debian, url: ftp://example.org, gpg-keys: [keys/old.asc]}\n";

  expect(errorsOf(files(text)).map(({ key }) => key)).toEqual(["ostree-remote.url"]);
});
