import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSettings } from "./read-settings.ts";
import { settings } from "./setting.ts";
import type { SettingsFile } from "./settings-file.ts";

const user = "/home/me/.config/debootc/config.yaml";
const site = "/etc/debootc/config.yaml";
const file = (path: string, text: string): SettingsFile => ({
  path,
  content: new TextEncoder().encode(text),
});

function read(environment: Record<string, string>, ...texts: readonly string[]) {
  const files = texts.map((text, index) => file(index === 0 ? user : site, text));
  return readSettings({ environment, files, home: "/home/me" });
}

/** Returns the faults of one settings file. */
function faultsOf(text: string | Uint8Array) {
  const content = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const { refusal } = readSettings({ environment: {}, files: [{ path: user, content }], home: "/home/me" });
  return refusal?.diagnostics ?? [];
}

describe("what is set", () => {
  test("by the environment wins over the user's file, and that over the machine's", () => {
    const { given, refusal } = read(
      { DEBOOTC_JOBS: "1" },
      "jobs: 2\nboot-memory: 2048\n",
      "jobs: 3\nboot-memory: 4096\nboot-timeout: 60\n",
    );

    expect(refusal).toBeUndefined();
    expect(Object.fromEntries(given)).toEqual({
      jobs: { value: 1, origin: { kind: "variable", name: "DEBOOTC_JOBS" } },
      "boot-memory": { value: 2048, origin: { kind: "file", file: user, line: 2, column: 1 } },
      "boot-timeout": { value: 60, origin: { kind: "file", file: site, line: 3, column: 1 } },
    });
  });

  test("is always that of the strongest place that has it", () => {
    const layer = fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined });
    fc.assert(
      fc.property(layer, layer, layer, (variable, ofUser, ofSite) => {
        const text = (jobs: number | undefined) => (jobs === undefined ? "" : `jobs: ${jobs}\n`);
        const environment = variable === undefined ? {} : { DEBOOTC_JOBS: String(variable) };

        const { given } = read(environment, text(ofUser), text(ofSite));

        expect(given.get("jobs")?.value).toBe(variable ?? ofUser ?? ofSite);
      }),
    );
  });

  test("each by a variable of its own, an empty one counting as none", () => {
    const values = { string: "/srv/x", integer: "3000" } as const;
    for (const { name, variable, property } of settings.values()) {
      const special = {
        mirror: "http://mirror.example.org/debian",
        "image-compression": "gzip",
        "limit-time": "2h",
        "limit-silence": "10min",
        "limit-memory": "8GiB",
        "limit-disk": "none",
      }[name];
      const value = special ?? values[property.type as keyof typeof values];

      expect(variable).toMatch(/^DEBOOTC_[A-Z_]+$/);
      expect(String(read({ [variable]: value }).given.get(name)?.value)).toBe(value);
      expect(read({ [variable]: "" }).given.size).toBe(0);
    }
  });

  test("in the home directory may be written with a tilde, in a file", () => {
    const { given } = read({ DEBOOTC_CACHE_DIR: "~/c" }, "output-dir: ~/builds\n");

    expect(given.get("output-dir")?.value).toBe("/home/me/builds");
    expect(given.get("cache-dir")?.value).toBe("~/c");
  });

  test.each(["", "# nothing yet\n", "---\n"])("is nothing in the file %j", (text) => {
    expect(read({}, text)).toEqual({ given: new Map() });
  });
});

describe("what is wrong", () => {
  test("is reported at once for all files and variables, and correct values still count", () => {
    const { given, refusal } = read({ DEBOOTC_JOBS: "many" }, "jobs: 0\nboot-memory: 512\n", "jbos: 3\n");

    expect([refusal?.code, refusal?.exitStatus, refusal?.message]).toEqual([
      "settings-invalid",
      3,
      "the settings have 3 errors",
    ]);
    expect(refusal?.diagnostics.map(({ file: where, line, key }) => [where, line, key])).toEqual([
      [undefined, undefined, "DEBOOTC_JOBS"],
      [user, 1, "jobs"],
      [site, 1, "jbos"],
    ]);
    expect([...given.keys()]).toEqual(["boot-memory"]);
  });

  test.each([
    ["outputdir: x", "this key does not exist", "Did you mean `output-dir`?"],
    [
      "packages: [vim]",
      "this key does not exist",
      "This is a key of treefiles; a settings file holds what applies to all runs.",
    ],
    ["compose-id: x", "this key does not exist", undefined],
    ["jobs: 1\njobs: 2", "the key `jobs` is already given in line 1", "Merge the two, or remove one."],
    ["jobs: '4'", "expected a number, not a string", "Write it without quotes."],
    ["jobs: 1.5", "expected a whole number, not a number", "Write a number, in digits alone."],
    ["boot-memory: 1", "the number is too small", undefined],
    ["image-compression: zst", '"zst" is not possible here', "Did you mean `zstd`?"],
    ["output-dir: 12", "expected a string, not a number", 'Put it in quotes: "12".'],
    ["output-dir: ''", "the text is empty", "Give it a value, or remove the key."],
    ["cache-dir:", "the key has no value", "Give it one, or remove the key."],
    ["mirror: foo", '"foo" is not a URI', "Write it as `https://example.org/debian`."],
    ["- jobs", "the file holds a list, not a map of keys", "Write keys and values: `key: value`."],
    [
      "jobs: 1\n---\njobs: 2",
      "a second YAML document begins here",
      expect.stringContaining("remove the line"),
    ],
    ["jobs: [", expect.any(String), expect.any(String)],
  ])("%j", (text, message, hint) => {
    const [fault, ...others] = faultsOf(text);

    expect(others).toEqual([]);
    expect(fault).toMatchObject({ code: "settings-invalid", file: user, line: expect.any(Number), message });
    expect(fault?.hint).toEqual(hint);
  });

  test("has its place, what was given and what is allowed", () => {
    expect(faultsOf("# mine\njobs: many\n")).toEqual([
      {
        severity: "error",
        code: "settings-invalid",
        file: user,
        line: 2,
        column: 7,
        key: "jobs",
        message: "expected a number, not a string",
        given: '"many"',
        allowed: "a whole number from 1",
        hint: "Write a number, in digits alone.",
        excerpt: "   2 | jobs: many\n     |       ^",
      },
    ]);
  });

  test("never shows the password of a mirror", () => {
    const { refusal } = read(
      { DEBOOTC_MIRROR: "http://me:secret@example.org/debian" },
      "mirror: http://me:secret@x y",
    );

    expect(refusal?.diagnostics).toHaveLength(2);
    expect(JSON.stringify(refusal?.diagnostics)).not.toContain("secret");
  });

  test("is a file that cannot be read, or is not text", () => {
    const content = { why: "is a directory, not a file" };
    const { refusal } = readSettings({ environment: {}, files: [{ path: site, content }], home: "/" });

    expect(refusal?.diagnostics).toMatchObject([
      { file: site, message: "the file is a directory, not a file" },
    ]);
    expect(faultsOf(Uint8Array.of(0x6a, 0xff))).toMatchObject([{ message: "the byte 0xff is not UTF-8" }]);
  });

  test("is reported, whatever a file contains", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { given, refusal } = read({}, text);

        expect([...given.keys()].every((name) => settings.has(name))).toBe(true);
        for (const fault of refusal?.diagnostics ?? []) expect(fault.line).toBeGreaterThan(0);
      }),
    );
  });
});
