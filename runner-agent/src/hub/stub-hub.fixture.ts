import {
  heartbeatRequestSchema,
  nextRequestSchema,
  type Order,
  type OrderReport,
  orderReportSchema,
  orderSchema,
  type SessionRequest,
  sessionRequestSchema,
} from "@debootc/core/fleet/agent-messages";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const token = "debootc_host_0123456789abcdef";

interface Answer {
  readonly status: number;
  readonly body?: object;
}

const ended: Answer = { status: 409, body: { code: "session-ended", detail: "another session counts" } };

/** Is the side of a hub that agents see, which takes nothing that core's schemas do not allow. */
export class StubHub implements AsyncDisposable {
  /** Each request, as `PATH`, in the order in which they came. */
  readonly asked: string[] = [];
  /** Requests that were no good. */
  readonly faults: string[] = [];
  readonly sessions: SessionRequest[] = [];
  readonly reports: { readonly id: string; readonly report: OrderReport }[] = [];
  readonly logs = new Map<string, Buffer>();
  heartbeats = 0;
  /** Called before a request is answered. */
  onRequest: (path: string) => void | Promise<void> = () => {};
  /** Answers instead of the hub, if it returns something. */
  intercept: (path: string) => Answer | undefined = () => undefined;
  /** Says for a request whether it is answered, cut off before anything is done, or after it was. */
  fate: (path: string) => "answered" | "cut" | "lost" = () => "answered";
  /** Called with an order whose answer was lost on the way. */
  onLost: (order: Order) => void = () => {};
  heartbeatSeconds = 1;
  lostAfterSeconds = 60;
  /** Orders that the hub has given up. */
  readonly givenUp: string[] = [];
  #term = 0;
  readonly #orders: Order[] = [];
  #server: Server | undefined;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens, at the same port as before. */
  async up(): Promise<this> {
    const server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, "127.0.0.1", resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    return this;
  }

  /** Cuts all connections, and takes none. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  give(order: Order): void {
    this.#orders.push(orderSchema.parse(order));
  }

  /** Ends the session that the agent has, as a hub that was told of another one. */
  endSession(): void {
    this.#term += 1;
  }

  endOf(id: string): OrderReport | undefined {
    return this.reports.find(({ id: one, report }) => one === id && report.state === "ended")?.report;
  }

  textOf(id: string): string {
    return this.logs.get(id)?.toString() ?? "";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", this.url);
    const path = url.pathname.replace("/api/v1/agent", "");
    const pieces: Buffer[] = [];
    try {
      for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    } catch {
      return;
    }
    this.asked.push(path);
    const fate = this.fate(path);
    if (fate === "cut") {
      request.socket.destroy();
      return;
    }
    await this.onRequest(path);
    let answer: Answer;
    try {
      if (request.headers.authorization !== `Bearer ${token}`) throw new Error("no good token");
      if (url.href.includes(token)) throw new Error("a token in an address");
      const isGone = () => response.closed;
      answer =
        this.intercept(path) ?? (await this.#do(path, url.searchParams, Buffer.concat(pieces), isGone));
    } catch (error) {
      this.faults.push(`${path}: ${String(error)}`);
      answer = { status: 400, body: { code: "request-invalid", detail: String(error) } };
    }
    if (fate === "lost") {
      request.socket.destroy();
      const order = path === "/next" ? orderSchema.safeParse(answer.body).data : undefined;
      if (order !== undefined) this.onLost(order);
      return;
    }
    response.writeHead(answer.status, { "Content-Type": "application/json" });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }

  async #do(path: string, query: URLSearchParams, bytes: Buffer, isGone: () => boolean): Promise<Answer> {
    const [, , id = "", what] = path.split("/");
    if (what === "log") return this.#addLog(id, Number(query.get("offset")), bytes);
    const body: unknown = JSON.parse(bytes.toString());
    if (path === "/session") {
      this.sessions.push(sessionRequestSchema.parse(body));
      const { heartbeatSeconds, lostAfterSeconds } = this;
      const term = ++this.#term;
      const end = this.givenUp;
      return { status: 200, body: { name: "stub", term, heartbeatSeconds, lostAfterSeconds, end } };
    }
    if (path === "/heartbeat") {
      if (heartbeatRequestSchema.parse(body).term !== this.#term) return ended;
      this.heartbeats += 1;
      return { status: 200, body: { state: "enabled", end: this.givenUp } };
    }
    if (what === "report") {
      const report = orderReportSchema.parse(body);
      if (report.term !== this.#term) return ended;
      this.reports.push({ id, report });
      return { status: 200, body: {} };
    }
    if (path !== "/next") throw new Error("no such path");
    const { term, waitSeconds } = nextRequestSchema.parse(body);
    for (let left = waitSeconds * 20; left > 0; left--) {
      if (term !== this.#term) return ended;
      if (isGone()) break;
      const order = this.#orders.shift();
      if (order !== undefined) return { status: 200, body: order };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return { status: 204 };
  }

  #addLog(id: string, offset: number, bytes: Buffer): Answer {
    const held = this.logs.get(id) ?? Buffer.alloc(0);
    if (offset > held.length) throw new Error(`a gap: ${offset} after ${held.length}`);
    const news = bytes.subarray(held.length - offset);
    this.logs.set(id, Buffer.concat([held, news]));
    return { status: 200, body: { next: held.length + news.length } };
  }
}
