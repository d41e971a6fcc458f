import { expect, test } from "vitest";
import { call } from "../door/call-command.fixture.ts";
import { recordedScreen } from "../screen/screen.fixture.ts";
import { completion } from "./completion.ts";

test.each(["bash", "zsh", "fish"])(
  "completion %s is printed as it is: nothing in it is guarded",
  async (shell) => {
    const { said } = await call(completion, shell);
    const screen = recordedScreen({ interactive: false });
    screen.write(said);

    expect(screen.text()).toBe(said);
  },
);

test.each([
  ["bash", "complete -"],
  ["zsh", "compdef"],
  ["fish", "complete -c debootc"],
])("completion %s prints the script of that shell", async (shell, word) => {
  const { result, said } = await call(completion, shell);

  expect(said).toContain(word);
  expect(result).toEqual({ shell, script: said });
});
