import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";
import { Command } from "commander";
import { vi } from "vitest";
import { glyphsFor } from "../screen/glyphs.ts";
import { createStyle } from "../screen/style.ts";
import type { CommandDoor, Outcome } from "./command-door.ts";

/** The dependencies that every command passes to the pipeline. */
export const deps: PipelineDependencies = {
  emit: () => {},
  signal: new AbortController().signal,
  clock: () => new Date(0),
  environment: { proxy: {}, user: { uid: 1000, gid: 1000 } },
};

/** The directories that configure chroots, by the settings files of this door. */
export const directories = { user: "/home/me/.config/debootc", site: "/etc/debootc" };

const settings = {
  given: new Map(),
  files: Object.values(directories).map((directory) => ({
    path: `${directory}/config.yaml`,
    present: false,
  })),
};

const defaults = {
  settings: settings.given,
  door: {
    cacheDir: { value: "/cache", shown: "/cache" },
    arch: { value: "amd64", shown: "amd64" },
    jobs: { value: 2, shown: "2" },
  },
};

/** Replaces a function of the pipeline, and returns what it is called with. */
export function stub(module: string, name: string, answer: unknown): readonly unknown[][] {
  return stubAll(module, { [name]: answer });
}

/** Replaces several functions of one file of the pipeline; each call then begins with the name of its function. */
export function stubAll(module: string, answers: Readonly<Record<string, unknown>>): readonly unknown[][] {
  const isSingle = Object.keys(answers).length === 1;
  const calls: unknown[][] = [];
  const replaced = Object.entries(answers).map(([name, answer]) => [
    name,
    (...args: unknown[]) => {
      calls.push(isSingle ? args : [name, ...args]);
      return answer;
    },
  ]);
  vi.doMock(`@debootc/pipeline/${module}`, () => Object.fromEntries(replaced) as object);
  return calls;
}

interface Called extends Outcome {
  /** What was printed, and the text for people. */
  readonly said: string;
}

/** Runs a command in /home/me/work with a command line, which does not repeat the name of the command. */
export async function call(door: CommandDoor, ...words: string[]): Promise<Called> {
  const command = new Command("test").exitOverride().action(() => {});
  door.addOptions(command, defaults);
  command.parse(words, { from: "user" });
  const { values, origins } = door.read(command, defaults);
  let printed = "";
  const facts = {
    ...{ origins, settings, commands: {}, commandGroups: {} },
    print: (text: string) => void (printed += text),
    ask: async () => undefined,
    handOver: () => {},
  };
  const outcome = await door.run(values, "/home/me/work", deps, facts);
  const canvas = {
    columns: 100,
    directory: "/home/me/work",
    style: createStyle(false),
    glyphs: glyphsFor(true),
  };
  return {
    ...outcome,
    get said() {
      return printed + outcome.text(canvas);
    },
  };
}
