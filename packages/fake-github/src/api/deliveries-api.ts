import { deliveryItemShape, deliveryShape } from "../shapes/delivery-shape.ts";
import type { Delivery } from "../state/delivery.ts";
import { ApiError } from "./api-error.ts";
import { appOf, type Call, found, type Handler, idOf } from "./call.ts";

const retention = 3 * 24 * 3_600_000;

/** Answers what concerns an App's delivery log. */
export const deliveriesApi = {
  "apps/list-webhook-deliveries": (call) => {
    const size = Math.min(100, Math.max(1, Number(call.query["per_page"] ?? 30)));
    const { cursor, status } = call.query;
    const from = cursor === undefined ? Number.POSITIVE_INFINITY : idOfCursor(cursor);
    const wanted = keptDeliveries(call).filter(
      ({ id, outcome }) => id <= from && (status === undefined || isOf(status, outcome)),
    );
    // The newest first; they were made in the order of their ids.
    const all = wanted.slice(-size - 1).reverse();
    const next = all[size];
    const headers: Record<string, string> = {};
    if (next !== undefined) {
      const query = new URLSearchParams({ ...call.query, per_page: String(size), cursor: cursorOf(next) });
      headers["link"] = `<${call.url}?${query.toString()}>; rel="next"`;
    }
    return { status: 200, body: all.slice(0, size).map(deliveryItemShape), headers };
  },
  "apps/get-webhook-delivery": (call) => ({ status: 200, body: deliveryShape(deliveryOf(call)) }),
  "apps/redeliver-webhook-delivery": (call) => {
    call.deliverer.redeliver(deliveryOf(call), appOf(call));
    return { status: 202, body: {} };
  },
} as const satisfies Readonly<Record<string, Handler>>;

/** A delivery on its way is not in the log yet. */
function keptDeliveries(call: Call): Delivery[] {
  const app = appOf(call);
  const oldest = call.world.clock.now() - retention;
  return [...call.world.deliveries.values()].filter(
    ({ appId, outcome, deliveredAt }) => appId === app.id && outcome !== undefined && deliveredAt >= oldest,
  );
}

function deliveryOf(call: Call): Delivery {
  const id = idOf(call, "delivery_id");
  return found(keptDeliveries(call).find((delivery) => delivery.id === id));
}

function isOf(status: string, outcome: Delivery["outcome"]): boolean {
  return (outcome?.status === "OK") === (status === "success");
}

function cursorOf({ id }: Delivery): string {
  return `v1_${id}`;
}

function idOfCursor(cursor: string): number {
  const [, id] = /^v1_(\d+)$/.exec(cursor) ?? [];
  if (id === undefined) throw new ApiError(422, "Invalid cursor");
  return Number(id);
}
