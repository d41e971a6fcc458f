import { describe, expect, test } from "vitest";
import { undecodableInput } from "./undecodable-input.ts";

const latin = Buffer.from("gr\xf6\xdfe", "latin1");
const decoded = latin.toString("utf8");
const utf8 = Buffer.from("größe\ufffd");
const clean = { words: [], environment: {}, home: "/home/me", directory: "/work" };

function bytesOf({
  commandLine = [],
  environment = [],
  directory = "/work",
}: {
  readonly commandLine?: readonly (string | Buffer)[];
  readonly environment?: readonly (string | Buffer)[];
  readonly directory?: string | Buffer;
}) {
  const list = (texts: readonly (string | Buffer)[]) =>
    Buffer.concat(texts.flatMap((text) => [Buffer.from(text), Buffer.of(0)]));
  return {
    commandLine: () => list(["node", "main.ts", ...commandLine]),
    environment: () => list(environment),
    directory: () => Buffer.from(directory),
  };
}

const nothing = {
  commandLine: () => expect.unreachable(),
  environment: () => expect.unreachable(),
  directory: () => expect.unreachable(),
};

describe("what is not UTF-8 is refused, since it would become another path", () => {
  test("an argument", () => {
    const words = ["compose", "", `--output-dir=${decoded}`];
    const bytes = bytesOf({
      commandLine: ["compose", "", Buffer.concat([Buffer.from("--output-dir="), latin])],
    });

    expect(undecodableInput({ ...clean, words }, bytes)).toMatchObject({
      code: "usage",
      message: expect.stringContaining('the argument "--output-dir=gr\\xf6\\xdfe" is not UTF-8'),
    });
  });

  test.each(["DEBOOTC_OUTPUT_DIR", "XDG_CACHE_HOME", "HOME", "TMPDIR"])("the variable %s", (name) => {
    const environment = { OTHER: decoded, [name]: decoded };
    const pair = (of: string) => Buffer.concat([Buffer.from(`${of}=`), latin]);
    const bytes = bytesOf({ environment: [pair("OTHER"), pair(name)] });

    expect(undecodableInput({ ...clean, environment }, bytes)).toMatchObject({
      code: "settings-invalid",
      message: expect.stringContaining(`the variable "${name}=gr\\xf6\\xdfe" is not UTF-8`),
    });
  });

  test("the current directory, to which paths are relative", () => {
    const bytes = bytesOf({ directory: latin });

    expect(undecodableInput({ ...clean, directory: decoded }, bytes)).toMatchObject({
      code: "usage",
      message: expect.stringContaining('the current directory "gr\\xf6\\xdfe" is not UTF-8'),
    });
  });

  test("a home directory that no variable names", () => {
    expect(undecodableInput({ ...clean, home: `/home/${decoded}` }, nothing)).toMatchObject({
      code: "settings-invalid",
    });
  });
});

describe("nothing else is", () => {
  test("without a doubt, no byte is looked at", () => {
    const environment = { OTHER: decoded, DEBOOTC_JOBS: "2" };

    expect(undecodableInput({ ...clean, words: ["compose", "größe"], environment }, nothing)).toBeUndefined();
  });

  test("a name that has the replacement character itself", () => {
    const text = utf8.toString();
    const given = { words: [text], environment: { HOME: text }, home: text, directory: text };
    const bytes = bytesOf({ commandLine: [utf8], environment: [`HOME=${text}`], directory: utf8 });

    expect(undecodableInput(given, bytes)).toBeUndefined();
  });
});
