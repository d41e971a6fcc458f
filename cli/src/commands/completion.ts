import { completionRequestSchema } from "@debootc/core/request/completion-request";
import { defineCommand } from "../door/command-door.ts";
import { bashCompletion } from "../completion/bash-completion.ts";
import { completionModel } from "../completion/completion-model.ts";
import { fishCompletion } from "../completion/fish-completion.ts";
import { zshCompletion } from "../completion/zsh-completion.ts";
import { programName } from "../screen/program-name.ts";

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export const completion = defineCommand({
  description:
    "Print what lets a shell complete commands, options, their values, treefiles and finished composes. " +
    "Load it where the shell starts: ~/.bashrc, ~/.zshrc after compinit, ~/.config/fish/config.fish.",
  request: completionRequestSchema,
  examples: [
    {
      purpose: "in bash",
      command: `${programName} completion bash >~/.local/share/bash-completion/completions/debootc`,
    },
    { purpose: "in zsh", command: `eval "$(${programName} completion zsh)"` },
    { purpose: "in fish", command: `${programName} completion fish | source` },
  ],
  run: async ({ shell }, _deps, { commands, commandGroups, settings }) => {
    const outputDir = settings.given.get("output-dir")?.value;
    const model = await completionModel(
      commands,
      commandGroups,
      typeof outputDir === "string" ? outputDir : "out",
    );
    const script = scripts[shell](model);
    return { exitStatus: 0, result: { shell, script }, text: () => script };
  },
});
