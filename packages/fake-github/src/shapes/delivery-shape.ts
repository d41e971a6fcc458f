import type { Delivery } from "../state/delivery.ts";

/** Returns an entry of the delivery log as lists have it (`hook-delivery-item`). */
export function deliveryItemShape(delivery: Delivery) {
  const { id, guid, outcome } = delivery;
  return {
    id,
    guid,
    delivered_at: new Date(delivery.deliveredAt).toISOString(),
    redelivery: delivery.redelivery,
    duration: outcome?.seconds ?? 0,
    status: outcome?.status ?? "pending",
    status_code: outcome?.statusCode ?? 0,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

/** Returns an entry of the delivery log with what was sent and answered (`hook-delivery`). */
export function deliveryShape(delivery: Delivery) {
  const { outcome, headers, body, url } = delivery;
  return {
    ...deliveryItemShape(delivery),
    url,
    request: { headers, payload: JSON.parse(body) as object },
    response: { headers: outcome?.headers ?? {}, payload: outcome?.body ?? null },
  };
}
