import { describe, expect, test } from "vitest";
import { errorsOf, loadFromMemory, type MemoryFiles, treefilePath } from "../../load-from-memory.fixture.ts";

const block = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZ\n-----END PGP PUBLIC KEY BLOCK-----\n";
const head = "ref: debian/test\nsuite: trixie\nsources:\n";
const keys: MemoryFiles = { "/tree/keys/a.asc": block };
const filesOf = (source: string, others: MemoryFiles = keys) => ({
  ...others,
  [treefilePath]: head + source,
});

describe("a source that may stay", () => {
  test("has its paths made absolute and its defaults put in", () => {
    const { treefile, files } = loadFromMemory(
      filesOf(
        "  - {id: x, uris: 'https://example.org/a', suites: trixie, components: main, signed-by: keys/a.asc}\n",
      ),
    );

    expect(treefile.sources).toEqual([
      {
        id: "x",
        uris: ["https://example.org/a"],
        suites: ["trixie"],
        components: ["main"],
        signedBy: "/tree/keys/a.asc",
        checkValidUntil: true,
        trusted: false,
      },
    ]);
    expect(files).toEqual([treefilePath, "/tree/keys/a.asc"]);
  });

  test("may give several words in one string, as deb822 does, or a list", () => {
    const [source] = loadFromMemory(
      filesOf(
        "  - {id: x, uris: 'http://a.example http://b.example', suites: [a, b], components: main contrib, architectures: amd64 arm64, trusted: true, check-valid-until: false}\n",
      ),
    ).treefile.sources;

    expect(source).toMatchObject({
      uris: ["http://a.example", "http://b.example"],
      suites: ["a", "b"],
      components: ["main", "contrib"],
      architectures: ["amd64", "arm64"],
      checkValidUntil: false,
      trusted: true,
    });
  });

  test("may be a directory beside the treefile", () => {
    const [source] = loadFromMemory(
      filesOf("  - {id: x, uris: ['../my%repo', ./b], suites: ./, trusted: true}\n"),
    ).treefile.sources;

    expect(source?.uris).toEqual(["file:/my%25repo", "file:/tree/b"]);
  });

  test("may hold its key", () => {
    const inline = block.replaceAll(/^/gm, "      ").trimEnd();
    const [source] = loadFromMemory(
      filesOf(`  - id: x\n    uris: http://a.example\n    suites: a/\n    signed-by: |\n${inline}\n`),
    ).treefile.sources;

    expect(source?.signedBy).toBe(block);
  });

  test.each([0x99, 0x98, 0xc6])("may have a binary keyring that begins with the byte %i", (first) => {
    const keyring = Uint8Array.from([first, 1, 2, 3]);
    const source = "  - {id: x, uris: 'http://a.example', suites: a/, signed-by: k.gpg}\n";

    expect(errorsOf(filesOf(source, { "/tree/k.gpg": keyring }))).toEqual([]);
  });
});

test("backports need neither an address nor a key: they are on Debian's mirror", () => {
  const source = "  - {id: debian-backports, suites: '${suite}-backports', components: main}\n";

  expect(loadFromMemory(filesOf(source)).treefile.sources).toMatchObject([
    { id: "debian-backports", uris: [], suites: ["trixie-backports"], trusted: false },
  ]);
});

describe("a source that is refused", () => {
  const good: Record<string, string> = {
    id: "x",
    uris: "https://example.org/a",
    suites: "trixie",
    components: "main",
    "signed-by": "keys/a.asc",
  };
  const written = (keysOfSource: Record<string, string | undefined>) =>
    Object.entries({ ...good, ...keysOfSource })
      .filter(([, value]) => value !== undefined)
      .map(([key, value], index) => `  ${index === 0 ? "-" : " "} ${key}: ${value}\n`)
      .join("");

  test.each<[Record<string, string | undefined>, string, string]>([
    [{ id: "My_Source" }, "4:9", "cannot be the id"],
    [{ id: undefined }, "4:5", "this key is missing"],
    [{ uris: undefined }, "4:5", "has no `uris`"],
    [{ uris: "example.org" }, "5:11", "not a URI"],
    [{ uris: "https://a.example repo" }, "5:29", "not a URI"],
    [{ uris: "[]" }, "5:11", "the list is empty"],
    [{ uris: "''" }, "5:11", "a URI is missing"],
    [{ uris: "file:./repo" }, "5:11", "no absolute path"],
    [{ uris: "https://joe:secret@example.org" }, "5:11", "user name or password"],
    [{ suites: "../trixie" }, "6:13", "not the name of a suite"],
    [{ suites: "trixie ./" }, "6:13", "mixed"],
    [{ suites: "./" }, "7:5", "flat repository has no components"],
    [{ components: undefined }, "4:5", "names no components"],
    [{ architectures: "x86_64" }, "9:20", "not an architecture"],
    [{ "signed-by": undefined }, "4:5", "nothing says how"],
    [{ "signed-by": undefined, trusted: "false" }, "8:14", "nothing says how"],
    [{ trusted: "true" }, "9:5", "switches the signature off"],
    [{ trusted: "yes" }, "9:14", "expected true or false"],
    [{ "check-valid-until": "no" }, "9:24", "expected true or false"],
    [{ "signed-by": "keys/b.asc" }, "8:16", "does not exist"],
    [{ "signed-by": "0123456789ABCDEF0123456789ABCDEF01234567" }, "8:16", "fingerprint"],
    [{ "signed-by": "https://example.org/key.asc" }, "8:16", "cannot be fetched from the network"],
    [{ types: "deb" }, "9:5", "does not exist"],
    [{ url: "x" }, "9:5", "does not exist"],
  ])("%o", (change, at, says) => {
    const errors = errorsOf(filesOf(written(change)));

    expect(errors.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      expect.stringContaining(says),
    ]);
    expect(`${errors[0]?.line}:${errors[0]?.column}`).toBe(at);
  });

  test.each([
    ["", "empty"],
    ["<html>Not found</html>", "not an OpenPGP key"],
    ["-----BEGIN PGP PRIVATE KEY BLOCK-----\n", "SECRET"],
    ["-----BEGIN PGP SIGNATURE-----\n", "not a public key"],
    ["-----BEGIN PGP PUBLIC KEY BLOCK-----\nabc", "no end"],
    [Uint8Array.from([0x95, 1]), "SECRET"],
  ])("with the key file %o", (content, says) => {
    const [error] = errorsOf(filesOf(written({}), { "/tree/keys/a.asc": content }));

    expect(error).toMatchObject({ line: 8, column: 16, key: "sources[0].signed-by" });
    expect(error?.message).toContain(says);
  });

  test.each([
    ["repo", "`./repo`"],
    ["/srv/repo", "`file:/srv/repo`"],
    ["file:repo", "`file:/srv/debian`"],
  ])("with the directory %s gets the right spelling as a hint", (uris, hint) => {
    expect(errorsOf(filesOf(written({ uris })))[0]?.hint).toContain(hint);
  });

  test("shares its id with another one, which is named", () => {
    const errors = errorsOf(filesOf(written({}) + written({})));

    expect(errors).toMatchObject([
      { line: 9, column: 9, message: 'the source "x" is already defined in line 4' },
    ]);
  });

  test("does not hide what is wrong with the next one", () => {
    const errors = errorsOf(
      filesOf(written({ suites: "'!'" }) + written({ id: "y", "signed-by": "keys/none.asc" })),
    );

    expect(errors.map(({ line }) => line)).toEqual([6, 13]);
  });
});
