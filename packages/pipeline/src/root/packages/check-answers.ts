import { fieldOf, stanzasOf } from "@debootc/core/deb822/stanzas";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { closestWord } from "@debootc/core/text/closest-word";
import type { DebconfAnswer } from "@debootc/core/treefile/keys/debconf-answer";
import type { RootDirectory } from "../../tree/root-directory.ts";

/**
 * Warns of answers that came to nothing: debconf takes one to any question, whether a package asks it or not, and a
 * package may put another value in its place.
 */
export async function checkAnswers(
  root: RootDirectory,
  answers: readonly DebconfAnswer[],
): Promise<Diagnostic[]> {
  if (answers.length === 0) return [];
  const templates = await templatesOf(root);
  const asked = await askedQuestions(root);
  return answers.flatMap(({ package: name, question, value }): Diagnostic[] => {
    const found = asked.get(question);
    // A question of a name made up by its package goes by the template of another name.
    const isAsked = templates.has(question) || (found !== undefined && templates.has(found.template));
    if (!isAsked) {
      const near = closestWord(question, templates);
      return [
        {
          severity: "warning",
          code: "debconf-question-unknown",
          key: "debconf",
          message: `no package of the image asks the question ${question}`,
          hint:
            near === undefined ? `\`debconf-show ${name}\` lists its questions.` : `Did you mean ${near}?`,
        },
      ];
    }
    if (found === undefined || found.value === value) return [];
    return [
      {
        severity: "warning",
        code: "debconf-answer-changed",
        key: "debconf",
        message: `${question} ended as ${JSON.stringify(found.value)}, though the treefile answers ${JSON.stringify(value)}`,
        hint: `The package does not take this value: see \`debconf-show ${name}\` for what it offers.`,
      },
    ];
  });
}

async function templatesOf(root: RootDirectory): Promise<ReadonlySet<string>> {
  const info = "/var/lib/dpkg/info";
  const names = new Set<string>();
  for (const file of await root.list(info)) {
    if (!file.endsWith(".templates")) continue;
    const text = (await root.readText(`${info}/${file}`)) ?? "";
    for (const [, name] of text.matchAll(/^Template: *(\S+)/gm)) if (name !== undefined) names.add(name);
  }
  return names;
}

/** debconf's own database, a file of stanzas. */
async function askedQuestions(
  root: RootDirectory,
): Promise<ReadonlyMap<string, { readonly template: string; readonly value: string }>> {
  const text = (await root.readText("/var/cache/debconf/config.dat")) ?? "";
  return new Map(
    [...stanzasOf(text)].map((stanza) => [
      fieldOf(stanza, "Name") ?? "",
      { template: fieldOf(stanza, "Template") ?? "", value: fieldOf(stanza, "Value") ?? "" },
    ]),
  );
}
