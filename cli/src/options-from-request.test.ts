import { bootRequestSchema } from "@debootc/core/request/boot-request";
import { composeRequestSchema } from "@debootc/core/request/compose-request";
import type { RequestSchema } from "@debootc/core/request/describe-request";
import { lockCommandRequestSchema } from "@debootc/core/request/lock-command-request";
import { validateRequestSchema } from "@debootc/core/request/validate-request";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { addRequestOptions, readRequest } from "./options-from-request.ts";

const defaults = {
  cacheDir: { value: "/home/me/.cache/debootc", shown: "~/.cache/debootc" },
  arch: { value: "amd64", shown: "this machine's, amd64" },
  jobs: { value: 2, shown: "2" },
};

function commandOf(schema: RequestSchema): Command {
  const command = new Command("test").exitOverride().configureOutput({ outputError: () => {} });
  addRequestOptions(command, schema, defaults);
  return command;
}

function read(schema: RequestSchema, ...words: string[]): Record<string, unknown> {
  const command = commandOf(schema).action(() => {});
  command.parse(words, { from: "user" });
  return readRequest(command, schema, defaults);
}

describe("options from a request", () => {
  test("every field has exactly one argument or flag, in kebab-case", () => {
    const command = commandOf(composeRequestSchema);

    expect(command.registeredArguments.map((argument) => argument.name())).toEqual(["treefile"]);
    expect(command.options.map((option) => option.long)).toEqual([
      "--arch",
      "--lock",
      "--output-dir",
      "--cache-dir",
      "--no-cache",
      "--compose-id",
      "--image-compression",
      "--previous-image",
      "--jobs",
      "--json",
    ]);
  });

  test("the help shows placeholders, choices and defaults, the door's own among them", () => {
    const options = new Map(commandOf(composeRequestSchema).options.map((option) => [option.long, option]));

    expect(options.get("--output-dir")?.flags).toBe("--output-dir <DIR>");
    expect(options.get("--output-dir")?.description).toMatch(/\(default: out\)$/);
    expect(options.get("--cache-dir")?.description).toMatch(/\(default: ~\/\.cache\/debootc\)$/);
    expect(options.get("--image-compression")?.description).toMatch(/\(one of zstd, gzip\)$/);
    expect(options.get("--json")?.description).not.toContain("default");
  });

  test("what was not given is left to the schema, or filled in by the door", () => {
    expect(read(composeRequestSchema, "a.yaml")).toEqual({
      treefile: "a.yaml",
      arch: "amd64",
      cacheDir: "/home/me/.cache/debootc",
      jobs: 2,
    });
  });

  test("what was given wins over the door's defaults", () => {
    const words = ["a.yaml", "--arch", "arm64", "--cache-dir=/c", "--jobs", "7", "--json"];

    expect(read(composeRequestSchema, ...words)).toMatchObject({
      arch: "arm64",
      cacheDir: "/c",
      jobs: 7,
      json: true,
    });
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
    expect(bootRequestSchema.parse(read(bootRequestSchema)).compose).toBe("latest");
  });

  test("a number that is none stays as it was written", () => {
    expect(read(bootRequestSchema, "--memory", "4G").memory).toBe("4G");
  });
});
