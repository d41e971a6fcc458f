import { bootRequestSchema } from "@debootc/core/request/boot-request";
import { composeRequestSchema } from "@debootc/core/request/compose-request";
import type { RequestSchema } from "@debootc/core/request/describe-request";
import { lockCommandRequestSchema } from "@debootc/core/request/lock-command-request";
import { validateRequestSchema } from "@debootc/core/request/validate-request";
import { Command } from "commander";
import * as z from "zod";
import { describe, expect, test } from "vitest";
import { addRequestOptions, type Defaults, readRequest } from "./options-from-request.ts";

const door = {
  cacheDir: { value: "/home/me/.cache/debootc", shown: "~/.cache/debootc" },
  arch: { value: "amd64", shown: "this machine's, amd64" },
  jobs: { value: 2, shown: "2" },
};
const nothingSet: Defaults = { settings: new Map(), door };
const inFile = { kind: "file", file: "/etc/debootc/config.yaml", line: 3, column: 1 } as const;
const set: Defaults = {
  settings: new Map([
    ["jobs", { value: 5, origin: inFile }],
    ["boot-memory", { value: 4096, origin: { kind: "variable", name: "DEBOOTC_BOOT_MEMORY" } }],
  ]),
  door,
};

function commandOf(schema: RequestSchema, defaults = nothingSet): Command {
  const command = new Command("test").exitOverride().configureOutput({ outputError: () => {} });
  addRequestOptions(command, schema, defaults);
  return command;
}

function readAll(schema: RequestSchema, defaults: Defaults, words: readonly string[]) {
  const command = commandOf(schema, defaults).action(() => {});
  command.parse(words, { from: "user" });
  return readRequest(command, schema, defaults);
}

const describedOption = (name: string) =>
  commandOf(z.object({ [name]: z.string().optional() })).options[0]?.flags;

const read = (schema: RequestSchema, ...words: string[]) => readAll(schema, nothingSet, words).values;

describe("options from a request", () => {
  test("every field has exactly one argument or flag, in kebab-case", () => {
    const command = commandOf(composeRequestSchema);

    expect(command.registeredArguments.map((argument) => argument.name())).toEqual(["treefile"]);
    expect(command.options.map((option) => option.long)).toEqual([
      "--variant",
      "--arch",
      "--lock",
      "--extra-package",
      "--output-dir",
      "--cache-dir",
      "--remote-cache",
      "--untrusted",
      "--mirror",
      "--no-cache",
      "--compose-id",
      "--resume",
      "--phase",
      "--skip",
      "--plugin",
      "--image-compression",
      "--sbom-files",
      "--previous-image",
      "--allow-moved-ids",
      "--gpg-key-file",
      "--gpg-key-fd",
      "--jobs",
      "--sequential",
      "--limit-time",
      "--limit-silence",
      "--limit-memory",
      "--limit-processes",
      "--limit-disk",
      "--json",
    ]);
  });

  test("the help shows placeholders, choices and defaults, the door's own among them", () => {
    const options = new Map(commandOf(composeRequestSchema).options.map((option) => [option.long, option]));

    expect(options.get("--output-dir")?.flags).toBe("--output-dir <DIR>");
    expect(describedOption("runnerKind")).toBe("--runner-kind <RUNNER-KIND>");
    expect(options.get("--output-dir")?.description).toMatch(/\(default: out\)$/);
    expect(options.get("--cache-dir")?.description).toMatch(/\(default: ~\/\.cache\/debootc\)$/);
    expect(options.get("--image-compression")?.description).toMatch(/\(one of zstd, gzip\)$/);
    expect(options.get("--json")?.description).not.toContain("default");
  });

  test("what was not given is left to the schema, or filled in by the door", () => {
    expect(read(composeRequestSchema, "a.yaml")).toEqual({
      treefile: "a.yaml",
      arch: ["amd64"],
      cacheDir: "/home/me/.cache/debootc",
      jobs: 2,
    });
  });

  test("what was given wins over the door's defaults", () => {
    const words = ["a.yaml", "--arch", "arm64", "--cache-dir=/c", "--jobs", "7", "--json"];

    expect(read(composeRequestSchema, ...words)).toMatchObject({
      arch: ["arm64"],
      cacheDir: "/c",
      jobs: 7,
      json: true,
    });
  });

  test("what is set wins over the door's default and the schema's, and the flag wins over that", () => {
    const { values, origins } = readAll(composeRequestSchema, set, ["a.yaml", "--arch", "arm64"]);

    expect(values.jobs).toBe(5);
    expect(origins).toMatchObject({
      arch: { kind: "flag", name: "--arch" },
      jobs: inFile,
      cacheDir: { kind: "default" },
      outputDir: { kind: "default" },
    });
    expect(readAll(bootRequestSchema, set, []).values.memory).toBe(4096);
    expect(readAll(composeRequestSchema, set, ["a.yaml", "--jobs", "1"])).toMatchObject({
      values: { jobs: 1 },
      origins: { jobs: { kind: "flag", name: "--jobs" } },
    });
  });

  test("the help shows what is set, and where", () => {
    const options = new Map(
      commandOf(composeRequestSchema, set).options.map((option) => [option.long, option]),
    );

    expect(options.get("--jobs")?.description).toContain("(default: 5, from /etc/debootc/config.yaml:3)");
  });

  test("a field called noX is true by --no-x and absent without it", () => {
    expect(read(composeRequestSchema, "a.yaml", "--no-cache").noCache).toBe(true);
    expect(read(composeRequestSchema, "a.yaml")).not.toHaveProperty("noCache");
  });

  test("a list is given by repeating its flag and does not swallow what follows", () => {
    const request = read(lockCommandRequestSchema, "--arch", "amd64", "--arch", "arm64", "a.yaml");

    expect(request).toMatchObject({ arch: ["amd64", "arm64"], treefile: "a.yaml" });
  });

  test("a list that was not given holds the door's default alone", () => {
    expect(read(lockCommandRequestSchema, "a.yaml").arch).toEqual(["amd64"]);
  });

  test("a positional list takes all words, and needs one", () => {
    expect(read(validateRequestSchema, "a.yaml", "b.yaml").files).toEqual(["a.yaml", "b.yaml"]);
    expect(() => read(validateRequestSchema)).toThrow("missing required argument 'files'");
  });

  test("a positional with a default may be left out", () => {
    expect(read(bootRequestSchema)).not.toHaveProperty("compose");
    expect(bootRequestSchema.parse(read(bootRequestSchema)).compose.given).toBe("latest");
  });

  test("a number that is none stays as it was written", () => {
    expect(read(bootRequestSchema, "--memory", "4G").memory).toBe("4G");
  });
});
