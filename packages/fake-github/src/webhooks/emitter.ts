import { createHash } from "node:crypto";
import type { Validator } from "../description/validator.ts";
import { nodeId } from "../shapes/node-id.ts";
import { repositoryShape } from "../shapes/repository-shape.ts";
import { organizationShape, userShape } from "../shapes/user-shape.ts";
import type { App, Installation } from "../state/app.ts";
import type { Emit, World, WorldEvent } from "../state/world.ts";
import type { Deliverer } from "./deliverer.ts";

/** Returns what turns an event into a webhook for each App that wants it. Payloads are held against the description. */
export function emitter(world: World, deliverer: Deliverer, validator: Validator | undefined): Emit {
  return (event) => {
    for (const { app, installation } of recipients(world, event)) {
      const payload = payloadOf(world, event, installation);
      const name = event.action === undefined ? event.event : `${event.event}.${event.action}`;
      for (const { field, message } of validator?.payload(name, payload) ?? [])
        world.ledger.violations.push(`payload of ${name}: ${field} ${message}`);
      const guid = newGuid(world);
      const action = event.action ?? null;
      world.ledger.events.push({ guid, event: event.event, action, time: world.clock.now() });
      deliverer.send({
        ...{ app, guid, event: event.event, action },
        installationId: installation?.id ?? null,
        repositoryId: event.repository?.id ?? null,
        body: JSON.stringify(payload),
      });
    }
  };
}

interface Recipient {
  readonly app: App;
  readonly installation?: Installation;
}

function recipients(world: World, { event, repository, installation, onlyApp }: WorldEvent): Recipient[] {
  if (installation !== undefined)
    return installation.app.hook.active ? [{ app: installation.app, installation }] : [];
  if (event === "ping") {
    const app = world.apps.get(onlyApp ?? 0);
    return app?.hook.active === true ? [{ app }] : [];
  }
  if (repository === undefined) return [];
  return [...world.installations.values()]
    .filter(
      (one) =>
        one.account.id === repository.owner.id &&
        one.suspendedAt === undefined &&
        one.app.hook.active &&
        (onlyApp === undefined || one.app.id === onlyApp) &&
        wants(one, event) &&
        (one.selection === "all" || one.repositories.has(repository.id)),
    )
    .map((one) => ({ app: one.app, installation: one }));
}

/** Who may write checks hears of them without a subscription. */
function wants({ events, permissions }: Installation, event: string): boolean {
  if (events.includes(event)) return true;
  return (event === "check_run" || event === "check_suite") && permissions["checks"] === "write";
}

function payloadOf(world: World, event: WorldEvent, installation: Installation | undefined): object {
  const { repository } = event;
  return {
    ...(event.action === undefined ? {} : { action: event.action }),
    ...event.payload,
    ...(repository === undefined || "repository" in event.payload
      ? {}
      : { repository: repositoryShape(world.urls, repository) }),
    ...(repository?.owner.type === "Organization"
      ? { organization: organizationShape(world.urls, repository.owner) }
      : {}),
    ...(installation === undefined || "installation" in event.payload
      ? {}
      : { installation: { id: installation.id, node_id: nodeId("MDIz", installation.id) } }),
    sender: userShape(world.urls, event.sender),
  };
}

/** Comes from the world's numbers, so that the same scenario has the same GUIDs. */
function newGuid(world: World): string {
  const hex = createHash("sha256").update(`delivery ${world.newId()} ${world.random()}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
