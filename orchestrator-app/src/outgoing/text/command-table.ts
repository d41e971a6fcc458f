import { commentCommands } from "@debootc/core/comment-command/comment-command";
import { code, folded, table } from "@debootc/core/text/markdown";

/** Lists the commands that comments can give, to be unfolded. */
export function commandTable(): readonly string[] {
  const rows = Object.values(commentCommands).map(({ usage, does }) => [code(usage), does]);
  return folded("Commands", table(["comment", "what it does"], rows));
}
