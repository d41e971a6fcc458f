import { DebootcError } from "@debootc/core/error/debootc-error";
import { hubKeysRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import * as z from "zod";
import { defineCommand } from "../../door/command-door.ts";
import { hubTable, timeText } from "../../render/screens/hub-table.ts";
import { printable } from "../../render/text/printable.ts";
import { programName } from "../../screen/program-name.ts";

export const keys = defineCommand({
  description: "List the keys of a hub's API, make one, or end one. A new key is shown once.",
  request: hubKeysRequestSchema,
  examples: [
    { purpose: "list the keys and when they were used", command: `${programName} orchestrator keys` },
    {
      purpose: "make a key that expires",
      command: `${programName} orchestrator keys create ci --expires 2027-01-31T00:00:00Z`,
    },
    { purpose: "end a key", command: `${programName} orchestrator keys revoke 0123456789abcdef` },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { keyAnswer } = await import("../../hub/hub-answers.ts");
    const { action, key, expires } = request;
    if (action === "list") {
      const list = z.looseObject({ items: z.array(keyAnswer) });
      const result = await askHub(request, list, { path: "/keys", signal });
      const rows = result.items.map((one) => [
        ...[one.id, one.name, timeText(one.createdAt)],
        ...[one.lastUsedAt, one.expiresAt, one.revokedAt].map((time) => time && timeText(time)),
      ]);
      const names = ["key", "name", "made", "used", "expires", "revoked"];
      return { exitStatus: 0, result, text: (canvas) => hubTable(names, rows, canvas) };
    }
    if (key === undefined) {
      throw new DebootcError(
        "usage",
        `keys ${action} needs ${action === "create" ? "a name" : "the id of a key"}`,
      );
    }
    if (action === "revoke") {
      const path = `/keys/${encodeURIComponent(key)}/revoke`;
      const result = await askHub(request, keyAnswer, { method: "POST", path, signal });
      return { exitStatus: 0, result, text: () => `key ${printable(result.id)} no longer counts\n` };
    }
    const body = { name: key, ...(expires === undefined ? {} : { expiresAt: expires }) };
    const made = z.looseObject({ key: keyAnswer, text: z.string() });
    const result = await askHub(request, made, { method: "POST", path: "/keys", body, signal });
    return { exitStatus: 0, result, text: () => `${printable(result.text)}\n` };
  },
});
