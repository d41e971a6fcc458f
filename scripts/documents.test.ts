import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSettings } from "@debootc/core/settings/read-settings";
import { describe, expect, test } from "vitest";
import { loadHubFile } from "@debootc/core/hub-file/load-hub-file";
import { loadScenario } from "@debootc/core/scenario/load-scenario";
import { scenarioSchema } from "@debootc/core/scenario/scenario-schema";
import { loadChroot } from "@debootc/core/mock-build/chroot/load-chroot";
import { publicKey } from "../packages/core/src/openpgp/public-keys.fixture.ts";
import { imageDiff } from "@debootc/core/diff/image-diff";
import { describeRequest } from "@debootc/core/request/describe-request";
import { commandGroups, commandTable } from "../cli/src/command-table.ts";
import { flagOf } from "../cli/src/door/options-from-request.ts";
import { glyphsFor } from "../cli/src/screen/glyphs.ts";
import { diffSummary } from "../cli/src/render/screens/diff-summary.ts";
import { twoArchitectures } from "../cli/src/render/screens/lock-diff.fixture.ts";
import { lockDiffSummary } from "../cli/src/render/screens/lock-diff-summary.ts";
import { createStyle } from "../cli/src/screen/style.ts";
import { workflowFaults } from "./check/workflows.ts";
import { loadComposeExample } from "./generate/compose-file-example.ts";
import { errorOfExample, loadExample, treefileExamples } from "./generate/treefile-example.ts";

const root = join(import.meta.dirname, "..");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
/** Pages of actions and templates, whose examples are other files. */
const readmes = ["actions", "templates"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .map((name) => `${folder}/${name}/README.md`)
    .filter((page) => existsSync(join(root, page))),
);
const settingsPage = "docs/settings.md";
/** Pages whose YAML configures chroots. */
const chrootPages = ["docs/chroots.md", "docs/mock-plugins.md"];
/** Pages whose YAML is compose files, and workflows that compose them. */
const composeFilePages = ["docs/compose-file.md", "docs/compose-plugins.md", "docs/legs.md"];
/** Pages whose YAML tells the hub about a repository. */
const hubFilePages = ["docs/hub-file.md", "docs/hub-fleet.md", "docs/hub-releases.md"];
/** Pages whose YAML is workflows that the hub dispatches. */
const hubWorkflowPages = ["docs/hub-github.md"];
/** Pages whose YAML is scenarios. */
const scenarioPages = ["docs/dev.md"];
/** Pages whose YAML is workflows that use the actions. */
const actionPages = ["docs/actions.md", "actions/compose/README.md"];
/** Pages whose YAML is not treefiles. */
const otherPages = [
  settingsPage,
  ...[composeFilePages, actionPages, chrootPages, hubFilePages, hubWorkflowPages, scenarioPages].flat(),
];
const isWorkflow = (example: string) => /^(?:jobs:$|- uses: )/m.test(example);
const textOf = (page: string) => readFileSync(join(root, page), "utf8");
const blocks = (page: string, language: string) =>
  [...textOf(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, block = ""]) => block,
  );

describe("settings shown in the documents are right", () => {
  const examples = blocks(settingsPage, "yaml");

  test("there are some", () => expect(examples.length).toBeGreaterThan(0));

  test.each(examples)("block %#", (example) => {
    const files = [{ path: "/etc/debootc/config.yaml", content: Buffer.from(example) }];
    const { given, refusal } = readSettings({ environment: {}, files, home: "/home/me" });

    expect(refusal?.diagnostics).toBeUndefined();
    expect(given.size).toBeGreaterThan(0);
  });

  test("variables too", () => {
    const environment = Object.fromEntries(
      [...textOf(settingsPage).matchAll(/^(DEBOOTC_[A-Z_]+)=(\S+) bin/gm)].map(([, name, value]) => [
        name,
        value,
      ]),
    );

    const { given, refusal } = readSettings({ environment, files: [], home: "/home/me" });

    expect(refusal?.diagnostics).toBeUndefined();
    expect(given.size).toBe(Object.keys(environment).length);
    expect(given.size).toBeGreaterThan(0);
  });
});

describe("chroots shown in the documents are right", () => {
  const examples = chrootPages.flatMap((page) => blocks(page, "yaml"));

  test.each(examples)("block %#", (example) => {
    const files: Readonly<Record<string, string>> = {
      "/chroots/company.yaml": "suite: trixie\narchitectures: [amd64]\n",
      "/chroots/trixie.yaml": "suite: trixie\narchitectures: [amd64]\n",
      "/etc/debootc/chroots/company.yaml": example,
      "/etc/debootc/chroots/company.asc": publicKey.armour,
      "/usr/share/keyrings/debian-archive-keyring.gpg": publicKey.armour,
    };
    const { files: read } = loadChroot({
      name: "company-amd64",
      architecture: "amd64",
      places: [
        { kind: "shipped", directory: "/chroots" },
        { kind: "site", directory: "/etc/debootc" },
      ],
      read: (path) => (files[path] === undefined ? undefined : Buffer.from(files[path])),
      known: ["trixie"],
    }).accept([]);

    expect(read).toContain("/etc/debootc/chroots/company.yaml");
  });
});

describe("treefiles shown in the documents are right", () => {
  const examples = pages
    .filter((page) => !otherPages.includes(page))
    .flatMap((page) => blocks(page, "yaml").map((example, index) => ({ page, index, example })))
    .filter(({ example }) => !isWorkflow(example));

  test("there are some", () => expect(examples.length).toBeGreaterThan(3));

  test.each(examples)("$page, block $index", ({ example }) => {
    expect(loadExample(example).treefile.suite).toBe("trixie");
  });
});

describe("hub files shown in the documents are right", () => {
  const examples = hubFilePages.flatMap((page) => blocks(page, "yaml"));

  test("there are some", () => expect(examples.length).toBeGreaterThan(1));

  test.each(examples)("block %#", (example) => {
    expect(() => loadHubFile(Buffer.from(example))).not.toThrow();
  });
});

describe("scenarios shown in the documents are right", () => {
  const examples = scenarioPages.flatMap((page) => blocks(page, "yaml"));

  test("there are some", () => expect(examples.length).toBeGreaterThan(1));

  test.each(examples)("block %#", (example) => {
    expect(loadScenario(Buffer.from(example), "/scenario.yaml").length).toBeGreaterThan(0);
  });

  test("every step is described", () => {
    const described = [...textOf("docs/dev.md").matchAll(/`([a-z-]+)`/g)].map(([, word]) => word);
    expect(described).toEqual(expect.arrayContaining(Object.keys(scenarioSchema.shape.steps.element.shape)));
  });
});

describe("compose files shown in the documents are right", () => {
  const examples = composeFilePages
    .flatMap((page) => blocks(page, "yaml"))
    .filter((example) => !isWorkflow(example));

  test("there are some", () => expect(examples.length).toBeGreaterThan(3));

  test.each(examples)("block %#", (example) => {
    expect(loadComposeExample(example).warnings).toEqual([]);
  });
});

describe("workflows shown in the documents are right", () => {
  const examples = ["README.md", ...composeFilePages, ...actionPages, ...hubWorkflowPages]
    .flatMap((page) => blocks(page, "yaml"))
    .filter(isWorkflow);

  test("there are some", () => expect(examples.length).toBeGreaterThan(0));

  test.each(examples)("block %#", async (example) => {
    const faults = await workflowFaults("workflow.yml", example);

    // Only readers know which commit of debootc they pin.
    expect(faults.filter((fault) => !/: debootc\/compose\S* is not pinned/.test(fault))).toEqual([]);
  });
});

describe("errors shown in the documents are what debootc says", () => {
  const page = textOf("docs/treefile.md");
  const wrong = treefileExamples().filter(({ isRight }) => !isRight);

  test("there are many", () => expect(wrong.length).toBeGreaterThan(40));

  test.each(wrong)("$key", ({ text }) => {
    expect(page).toContain(errorOfExample(text).said);
  });
});

describe("commands shown in the documents exist", () => {
  const shown = [...pages, ...readmes].flatMap((page) =>
    commandLines(textOf(page)).map((words) => ({ page, words, line: words.join(" ") })),
  );

  test("there are some", () => expect(shown.length).toBeGreaterThan(100));

  test.each(shown)("$page: $line", async ({ words }) => {
    const [first = "", second = "", ...rest] = words;
    const [name, given] = Object.hasOwn(commandTable, first)
      ? [first, [second, ...rest]]
      : [`${first} ${second}`, rest];
    if (Object.hasOwn(commandGroups, first) && /^(?:--help|)$/.test(second)) return;

    expect(Object.keys(commandTable)).toContain(name);
    const { request } = (await commandTable[name]?.load()) ?? {};
    const options = request === undefined ? [] : Object.keys(describeRequest(request).properties).map(flagOf);
    expect([...options, "--help"]).toEqual(expect.arrayContaining(given.flatMap(optionIn)));
  });
});

test("the comparisons shown are what diff prints for two real composes and for two locks", () => {
  const file = join(root, "cli/src/render/fixtures/tiny-update.json");
  const canvas = { columns: 80, directory: "/home/me", style: createStyle(false), glyphs: glyphsFor(true) };
  const printed = diffSummary(imageDiff.parse(readFileSync(file, "utf8"), file), canvas);

  const locks = lockDiffSummary(twoArchitectures, canvas);
  expect(blocks("docs/diff.md", "text").map((block) => block.trim())).toEqual([printed.trim(), locks.trim()]);
});

describe("links between the documents", () => {
  const decisions = readdirSync(join(root, "docs/adr")).map((name) => `docs/adr/${name}`);
  const from = [...pages, ...readmes, "ARCHITECTURE.md", "SECURITY.md", ...decisions];
  const links = from.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)].map(
      ([link, target = "", heading = ""]) => ({
        ...{ link: `${page}: ${link}`, heading },
        target: target === "" ? page : join(dirname(page), target),
      }),
    ),
  );

  test("lead somewhere", () => {
    expect(links.filter(({ target }) => !existsSync(join(root, target)))).toEqual([]);
  });

  test("lead to a heading that is there", () => {
    const lost = links.filter(({ target, heading }) => heading !== "" && !anchorsOf(target).has(heading));

    expect(lost).toEqual([]);
  });
});

/** Returns the anchors that GitHub gives to the headings of a page. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

/** Returns the words behind `debootc` of each command line in a block of shell or in code within a sentence. */
function commandLines(text: string): string[][] {
  const joined = text.replaceAll(/\\\n\s*/g, "");
  const blocks = [...joined.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = ""]) => block.split("\n"));
  const spans = [...joined.replaceAll(/^```.*?^```/gms, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, span = ""]) => span,
  );
  return [...blocks, ...spans]
    .flatMap((line) => line.replace(/ +# .*/, "").split(/ (?:[|&]+|-- ) ?|[;)]/))
    .flatMap((part) => {
      const [, words] = /(?:^|[ (])(?:bin\/)?debootc ([a-z].*)/.exec(part) ?? [];
      return words === undefined ? [] : [words.trim().split(/ +/)];
    });
}

function optionIn(word: string): string[] {
  return /^--[a-z]/.test(word) ? [word.replace(/=.*/, "")] : [];
}
