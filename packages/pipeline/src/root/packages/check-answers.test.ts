import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkAnswers } from "./check-answers.ts";
import { RootDirectory } from "../../tree/root-directory.ts";

const answer = (question: string, value: string) =>
  ({ package: "tzdata", question, type: "select", value }) as const;

async function warningsFor(...answers: Parameters<typeof checkAnswers>[1]) {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-answers-"));
  const at = (path: string) => join(directory.path, path);
  await mkdir(at("var/lib/dpkg/info"), { recursive: true });
  await mkdir(at("var/cache/debconf"), { recursive: true });
  await writeFile(at("var/lib/dpkg/info/tzdata.templates"), "Template: tzdata/Areas\nType: select\n");
  await writeFile(
    at("var/cache/debconf/config.dat"),
    [
      "Name: tzdata/Areas\nTemplate: tzdata/Areas\nValue: Europe\nOwners: tzdata\n",
      "Name: tzdata/made-up\nTemplate: tzdata/Areas\nValue: Asia\nOwners: tzdata\n",
      "Name: tzdata/Aeras\nTemplate: tzdata/Aeras\nValue: Europe\nOwners: tzdata\n",
    ].join("\n"),
  );
  return await checkAnswers(new RootDirectory(directory.path), answers);
}

test("an answer that stands is not warned of, nor one to a question whose name the package made up", async () => {
  expect(await warningsFor(answer("tzdata/Areas", "Europe"), answer("tzdata/made-up", "Asia"))).toEqual([]);
});

test("an answer that no package asks for is warned of, although debconf has it", async () => {
  expect(await warningsFor(answer("tzdata/Aeras", "Europe"))).toMatchObject([
    { code: "debconf-question-unknown", hint: "Did you mean tzdata/Areas?" },
  ]);
});

test("an answer that a package replaced is warned of", async () => {
  expect(await warningsFor(answer("tzdata/Areas", "Europa"))).toMatchObject([
    { code: "debconf-answer-changed", message: expect.stringContaining('ended as "Europe"') },
  ]);
});
