import { expect, test } from "vitest";
import { call } from "../door/call-command.fixture.ts";
import { completion } from "./completion.ts";

test.each([
  ["bash", "complete -"],
  ["zsh", "compdef"],
  ["fish", "complete -c debootc"],
])("completion %s prints the script of that shell", async (shell, word) => {
  const { result, said } = await call(completion, shell);

  expect(said).toContain(word);
  expect(result).toEqual({ shell, script: said });
});
