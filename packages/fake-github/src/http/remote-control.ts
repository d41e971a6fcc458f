import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";

/** Does a step that another process asks for, and says what came of it. */
export type Perform = (step: unknown) => object;

/**
 * Lets another process do what people do on GitHub: `POST /_fake/steps` takes a step or a list of them, `GET /_fake/ledger`
 * gives the ledger. Only JSON is taken, so that no page of a browser can send it here unasked.
 */
export function giveRemoteControl(
  app: Hono<{ Bindings: HttpBindings }>,
  ledger: object,
  perform: () => Perform | undefined,
): void {
  app.get("/_fake/ledger", (context) => context.json(ledger));
  app.post("/_fake/steps", async (context) => {
    const act = perform();
    if (act === undefined) return context.notFound();
    if (!(context.req.header("content-type") ?? "").startsWith("application/json"))
      return context.json({ message: "cannot do the steps: they have to be sent as application/json" }, 415);
    const results: object[] = [];
    try {
      const steps: unknown = await context.req.json();
      for (const step of Array.isArray(steps) ? steps : [steps]) results.push(act(step));
    } catch (error) {
      return context.json({ message: error instanceof Error ? error.message : String(error), results }, 422);
    }
    return context.json({ results });
  });
}
