import type { HeartbeatAnswer, Order, OrderReport, SessionAnswer } from "@debootc/core/fleet/agent-messages";
import type { HostReport } from "@debootc/core/fleet/host-report";
import { hostReport } from "./fleet.fixture.ts";

/** Is an API that is asked within this process, or over the network. */
interface Hub {
  readonly request: (path: string, init: RequestInit) => Response | Promise<Response>;
}

/** Plays the agent of a host: it talks to the API as a real one does, and starts nothing. */
export class TestedAgent {
  readonly #app: Hub;
  readonly #token: string;
  readonly #report: HostReport;
  term = 0;
  /** What it has, by the ids of the orders. */
  readonly orders = new Map<string, Order>();
  /** What it is told to end. */
  readonly told = new Set<string>();

  constructor(app: Hub, token: string, report: Partial<HostReport> = {}) {
    this.#app = app;
    this.#token = token;
    this.#report = hostReport(report);
  }

  async session(): Promise<SessionAnswer> {
    const answer = await this.ask<SessionAnswer>("session", {
      host: this.#report,
      orders: [...this.orders.keys()],
    });
    this.term = answer.body.term;
    for (const id of answer.body.end) this.#end(id);
    return answer.body;
  }

  /** Asks for an order; one whose answer is lost on the way is not noted. */
  async next({ waitSeconds = 0, isLost = false } = {}): Promise<Order | undefined> {
    const request = { term: this.term, orders: [...this.orders.keys()], waitSeconds };
    const { status, body } = await this.ask<Order>("next", request);
    if (status !== 200 || isLost) return undefined;
    this.orders.set(body.id, body);
    return body;
  }

  async heartbeat(): Promise<HeartbeatAnswer | undefined> {
    const { status, body } = await this.ask<HeartbeatAnswer>("heartbeat", {
      term: this.term,
      orders: [...this.orders.keys()].map((id) => ({ id, state: "running" })),
      ...{ load: 0.5, memoryFreeMiB: 1000, diskFreeMiB: 10_000 },
    });
    if (status !== 200) return undefined;
    for (const id of body.end) this.#end(id);
    return body;
  }

  async report(id: string, report: Omit<OrderReport, "term">): Promise<number> {
    const { status } = await this.ask(`orders/${id}/report`, { term: this.term, ...report });
    if (report.state === "ended" && status === 200) this.orders.delete(id);
    return status;
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what is asked for decides what is answered
  async ask<T>(path: string, body: object): Promise<{ readonly status: number; readonly body: T }> {
    const response = await this.#app.request(`/api/v1/agent/${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as T };
  }

  #end(id: string): void {
    this.told.add(id);
    this.orders.delete(id);
  }
}
