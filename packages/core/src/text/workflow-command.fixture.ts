/**
 * Returns whether GitHub's runner would take a line for a command, as ActionCommand.cs of actions/runner reads it: white
 * space of .NET, which has Unicode's, goes first, and its comparisons pass over characters that take no room.
 */
export function isWorkflowCommand(line: string): boolean {
  const seen = line.replaceAll(/[\p{Cf}\p{Default_Ignorable_Code_Point}\0]/gu, "");
  return seen.trim().startsWith("::") || seen.includes("##[");
}
