import { composeRequestSchema } from "@debootc/core/request/compose-request";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineAction } from "../definition/action-definition.ts";
import { artifactField, inputSchema } from "../definition/own-fields.ts";
import { readInputs } from "./read-inputs.ts";

const action = defineAction({
  name: "compose",
  title: "compose",
  description: "",
  request: composeRequestSchema,
  without: ["json"],
  own: inputSchema({ artifact: artifactField }),
  outputs: {},
  renamed: { architecture: "arch" },
});
const read = (inputs: Readonly<Record<string, unknown>>) => readInputs(action, JSON.stringify(inputs));

describe("inputs of an action", () => {
  test("become values of the request and of the action itself", () => {
    expect(read({ file: "a.yaml", "no-cache": "true", jobs: "3", artifact: "leg" })).toEqual({
      request: { treefile: "a.yaml", noCache: true, jobs: 3 },
      own: { artifact: "leg" },
    });
  });

  test("that are empty are not given, so that settings and defaults count", () => {
    expect(read({ file: "a.yaml", mirror: "", jobs: " \n", "output-dir": null }).request).toEqual({
      treefile: "a.yaml",
    });
  });

  test("are lists of words, or of lines where a path may have spaces in it", () => {
    const { request } = read({
      file: "a.yaml",
      arch: "amd64 arm64,\nriscv64",
      "gpg-key-file": "my key.asc\n\nother.asc\n",
    });

    expect(request).toMatchObject({
      arch: ["amd64", "arm64", "riscv64"],
      gpgKeyFile: ["my key.asc", "other.asc"],
    });
  });

  test("may end with the line feed of a block of YAML", () => {
    expect(read({ file: "a.yaml\n" }).request).toEqual({ treefile: "a.yaml" });
  });

  test("keep what is not a number or a switch as it was written, for the schema to refuse", () => {
    const { request } = read({ file: "a.yaml", jobs: "many", "no-cache": "yes" });

    expect(request).toMatchObject({ jobs: "many", noCache: "yes" });
  });
});

describe("an input that cannot be used says what to write", () => {
  test.each([
    [{ file: "a", cachedir: "x" }, 'there is no input "cachedir"', "Did you mean cache-dir?"],
    [{ treefile: "a", file: "a" }, 'there is no input "treefile"', "write file instead"],
    [{ file: "a", architecture: "x" }, 'there is no input "architecture"', "write arch instead"],
    [{ file: "a", json: "true" }, 'there is no input "json"', "allowed: file, variant"],
    [{}, "the input file is missing", "Write file: "],
    [{ file: "a\n::error::b" }, "it has several lines", "A list can have"],
  ])("%j", (inputs, message, hint) => {
    expect(() => read(inputs)).toThrow(
      expect.objectContaining({
        code: "usage",
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });

  test("and all of them are reported at once", () => {
    expect(() => read({ fil: "a", jbos: "2" })).toThrow(/^3 inputs cannot be used:(\n {2}.*){3}$/);
  });

  test("whatever it is, it is refused as a mistake of the user or read", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (inputs) => {
        try {
          expect(read({ file: "a", ...inputs }).request).toHaveProperty("treefile");
        } catch (error) {
          expect(error).toMatchObject({ code: "usage" });
        }
      }),
    );
  });
});
