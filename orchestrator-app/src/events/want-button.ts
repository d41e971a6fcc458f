import type { ButtonRequest } from "@debootc/core/hub/button-request";
import { want } from "../store/outgoing.ts";
import type { EventContext } from "./event-handler.ts";

/**
 * Stores what a button asks for. Whether the file of the repository lets the account steer only GitHub knows, which is asked by
 * whoever takes the row.
 */
export async function wantButton(
  { queries, guid, at }: EventContext,
  repositoryId: number,
  asked: Omit<ButtonRequest, "delivery">,
): Promise<void> {
  const detail: ButtonRequest = { ...asked, delivery: guid };
  await want(queries, [{ key: `button:${guid}:${asked.run}`, kind: "button", repositoryId, detail }], at);
}
