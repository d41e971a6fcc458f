/** Lists the buttons that a check run of the hub may have; GitHub sends back the identifier of the one that was used. */
export const checkActions = [
  { identifier: "retry", label: "Retry", description: "Try again what failed or was canceled" },
  { identifier: "cancel", label: "Cancel", description: "Cancel what is not over" },
] as const;
export type CheckAction = (typeof checkActions)[number]["identifier"];

/** Returns whether a word is the identifier of a button of the hub. */
export function isCheckAction(word: string): word is CheckAction {
  return checkActions.some(({ identifier }) => identifier === word);
}
