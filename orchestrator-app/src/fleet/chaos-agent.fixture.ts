import type { FakeGitHub } from "@debootc/fake-github/start-fake-github";
import type { Repository } from "@debootc/fake-github/state/repository";
import type { TestedAgent } from "./agent.fixture.ts";

interface Around {
  readonly github: FakeGitHub;
  readonly repository: Repository;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
  /** Whether things still go wrong. */
  readonly isWild: () => boolean;
}

interface Work {
  readonly runner: string;
  isStarted: boolean;
  /** So many steps are left until its job is done. */
  left: number;
  /** Set once the runner has ended, and the report of it is due. */
  ending?: "done" | "failed";
}

/**
 * Plays a host on which everything goes wrong at times: answers and reports get lost or come twice, runners do not start, are
 * deaf or die, the agent is killed and starts anew without its orders, or the whole host is frozen and comes back.
 */
export class ChaosHost {
  readonly #agent: TestedAgent;
  readonly #around: Around;
  readonly #slots: number;
  readonly #work = new Map<string, Work>();
  #away = 0;
  #isFrozen = false;
  #steps = 0;

  constructor(agent: TestedAgent, slots: number, around: Around) {
    this.#agent = agent;
    this.#slots = slots;
    this.#around = around;
  }

  /** Does what a host does within so many seconds. */
  async step(seconds: number): Promise<void> {
    if (this.#away > 0) {
      this.#away--;
      if (this.#away === 0) await this.#comeBack();
      return;
    }
    if (this.#happens(0.01)) return this.#goAway();
    this.#steps++;
    const isDue = seconds >= 15 || this.#steps % 3 === 0;
    if (isDue && (await this.#agent.heartbeat()) === undefined) await this.#newSession();
    this.#dropEnded();
    for (const [id, work] of this.#work) await this.#goOn(id, work);
    while (this.#work.size < this.#slots && (await this.#ask()));
  }

  #happens(chance: number): boolean {
    const { isWild, random } = this.#around;
    return isWild() && random() < chance;
  }

  #goAway(): void {
    this.#away = 1 + Math.floor(this.#around.random() * 30);
    this.#isFrozen = this.#happens(0.5);
    for (const { runner } of this.#work.values()) this.#disconnect(runner);
    if (this.#isFrozen) return;
    // Whatever the agent of a machine that was switched off knew is gone.
    this.#work.clear();
    this.#agent.orders.clear();
  }

  async #comeBack(): Promise<void> {
    if (!this.#isFrozen) return this.#newSession();
    const { github, repository } = this.#around;
    for (const work of this.#work.values()) {
      const isThere = [...repository.runners.values()].some(({ name }) => name === work.runner);
      if (isThere && work.isStarted) github.connectRunner(repository, work.runner);
    }
  }

  async #newSession(): Promise<void> {
    await this.#agent.session();
    this.#dropEnded();
  }

  /** Ends the runners of orders that the hub has given up. */
  #dropEnded(): void {
    for (const [id, { runner }] of this.#work) {
      if (this.#agent.orders.has(id)) continue;
      this.#disconnect(runner);
      this.#work.delete(id);
    }
  }

  async #ask(): Promise<boolean> {
    const isLost = this.#happens(0.05);
    const order = await this.#agent.next({ isLost });
    if (order === undefined) return false;
    const left = 1 + Math.floor(this.#around.random() * 6);
    this.#work.set(order.id, { runner: order.runnerName, isStarted: false, left });
    return true;
  }

  async #goOn(id: string, work: Work): Promise<void> {
    if (work.ending !== undefined) return this.#reportEnd(id, work, work.ending);
    if (!work.isStarted) {
      work.isStarted = true;
      if (this.#happens(0.05)) {
        work.ending = "failed";
        return;
      }
      if (!this.#happens(0.1)) await this.#agent.report(id, { state: "started" });
      this.#connect(work);
      return;
    }
    if (work.left-- > 0) return;
    const { github, repository } = this.#around;
    const job = github.jobOf(repository, work.runner);
    if (job !== undefined) {
      if (this.#happens(0.02)) {
        // The runner dies in the middle.
        this.#disconnect(work.runner);
        work.ending = "failed";
        return;
      }
      github.finishJob(repository, job.id, "success");
      work.ending = "done";
    }
  }

  #connect({ runner }: Work): void {
    const { github, repository } = this.#around;
    if (![...repository.runners.values()].some(({ name }) => name === runner)) return;
    github.connectRunner(repository, runner, { deaf: this.#happens(0.05) });
  }

  #disconnect(runner: string): void {
    const { github, repository } = this.#around;
    if (![...repository.runners.values()].some(({ name }) => name === runner)) return;
    github.disconnectRunner(repository, runner);
  }

  async #reportEnd(id: string, work: Work, ending: "done" | "failed"): Promise<void> {
    // It is tried again with the next step.
    if (this.#happens(0.2)) return;
    const exit = { code: ending === "done" ? 0 : 1, signal: null };
    await this.#agent.report(id, { state: "ended", exit });
    if (this.#happens(0.2)) await this.#agent.report(id, { state: "ended", exit: { code: 9, signal: null } });
    if (this.#happens(0.2)) await this.#agent.report(id, { state: "started" });
    this.#agent.orders.delete(id);
    this.#work.delete(id);
  }
}
