import { describe, expect, test } from "vitest";
import { debconfAnswerOf } from "./debconf.ts";
import { loadFromMemory } from "../../load-from-memory.fixture.ts";
import { check } from "../../refusals.fixture.ts";

const load = (files: Record<string, string>) => loadFromMemory(files).treefile.debconf;
const head = "ref: debian/test\nsuite: trixie\n";

test("an answer is read as debconf-set-selections reads it", () => {
  expect(debconfAnswerOf("locales  locales/default_environment_locale\tselect C.UTF-8")).toEqual({
    package: "locales",
    question: "locales/default_environment_locale",
    type: "select",
    value: "C.UTF-8",
  });
  expect(debconfAnswerOf("a1 a1/b multiselect x y, z").value).toBe("x y, z");
  expect(debconfAnswerOf("a1 a1/b string").value).toBe("");
});

test("the answer of an including treefile wins, and every answer knows its place", () => {
  const answers = load({
    "/tree/system.yaml": `include: base.yaml\ndebconf:\n  - aa aa/x string two\n`,
    "/tree/base.yaml": `${head}debconf: [aa aa/x string one, aa aa/y boolean true]\n`,
  });

  expect(answers).toMatchObject([
    { question: "aa/x", value: "two", origin: { file: "/tree/system.yaml", line: 3, column: 5 } },
    { question: "aa/y", value: "true", origin: { file: "/tree/base.yaml", line: 3 } },
  ]);
});

describe("refused", () => {
  check([
    { text: "debconf: [tzdata]", at: "1:11", says: "not a whole answer", hint: "tzdata/Areas select Europe" },
    { text: "debconf: [tzdata tzdata/Areas Europe]", at: "1:31", says: "not a type" },
    { text: "debconf: [Tz tzdata/Areas select Europe]", at: "1:11", says: "not a package name" },
    { text: "debconf: [tzdata Areas select Europe]", at: "1:18", says: "not a question" },
    { text: "debconf: [aa aa/b boolean yes]", at: "1:11", says: "type boolean", hint: "`true` or `false`" },
    {
      text: "debconf: [aa aa/b password hunter2]",
      at: "1:19",
      says: "not a type",
      given: '"aa aa/b password" and a value that is not shown',
      hint: "holds no passwords",
    },
    { text: "debconf: [aa aa/b seen true]", at: "1:19", says: "not a type", hint: "counts as seen" },
    { text: "debconf: [d-i aa/b string x]", at: "1:11", says: "the installer" },
    { text: 'debconf: ["aa aa/b string x\\naa aa/c string y"]', at: "1:11", says: "several lines" },
    { text: "debconf: aa aa/b string x", at: "1:10", says: "expected a list" },
    {
      text: "debconf:\n  - aa aa/b string x\n  - aa aa/b string y",
      at: "3:5",
      says: "answered otherwise in line 2",
    },
  ]);
});
