import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import { makeKey } from "../keys/key-text.ts";

interface Size {
  readonly tasks: number;
  readonly hosts: number;
  readonly slots: number;
  /** Whether GitHub has queued the jobs of all tasks already. */
  readonly isQueued: boolean;
}

/** Fills a database with hosts that are alive, and with tasks on the fleet that were dispatched. Returns the tokens of the hosts. */
export async function seedFleet({ queries }: Database, size: Size): Promise<readonly string[]> {
  const { tasks, hosts, slots, isQueued } = size;
  const now = new Date();
  const run = (text: ReturnType<typeof sql>) => text.execute(queries);
  await run(sql`truncate placement, host_cache, task_cache, host, attempt, dispatch, change, outgoing, task_need, task, run, repository,
    installation restart identity cascade`);
  await run(sql`insert into installation values (1, 'acme', 'Organization', 'active', '{}', ${now})`);
  await run(sql`insert into repository values (1, 1, 'acme/os', 'main', 'active', false, ${now})`);
  await run(sql`insert into run (repository_id, cause_key, cause, state, priority, ref, sha, config_sha, is_fork, actor,
      workflow, due_at, created_at)
    select 1, 'bench:' || n, 'push', 'OPEN', n % 3, 'refs/heads/main', repeat('a', 40), repeat('a', 40), false, 'ada',
      'debootc.yml', ${now}, ${now} from generate_series(1, ${sql.lit(Math.ceil(tasks / 250))}) n`);
  await run(sql`insert into dispatch (id, run_id, workflow, ref, inputs, state, github_run_id, created_at, sent_at)
    select id || '-bench', id, 'debootc.yml', ref, '{}', 'sent', 1000 + id, ${now}, ${now} from run`);
  await run(sql`insert into task (run_id, position, kind, name, arch, runs_on, on_fleet, required, state, attempt,
      max_attempts, timeout_seconds, due_at, since)
    select 1 + (n - 1) / 250, (n - 1) % 250, 'leg', 'v' || n, case n % 3 when 0 then 'arm64' else 'amd64' end, '[]', true,
      true, 'ASSIGNED', 1, 3, 3600, ${now}, ${now} from generate_series(1, ${sql.lit(tasks)}) n`);
  await run(sql`insert into attempt (label, task_id, number, dispatch_id, github_job_id, assigned_at)
    select 'debootc-t-' || id || '-1-bench', id, 1, run_id || '-bench', ${isQueued ? sql`id` : sql`null`}::bigint, ${now}
    from task`);
  const keys = Array.from({ length: hosts }, () => makeKey(randomBytes, "host"));
  const report = (arches: readonly string[]) => ({
    ...{ version: "1.0.0", bootId: "b", arches, cpus: 8, memoryMiB: 16_384, diskMiB: 100_000, slots },
    ...{ labels: [], runner: { kind: "official", version: "2.336.0" } },
  });
  await queries
    .insertInto("host")
    .values(
      keys.map(({ id, algorithm, hash }, index) => ({
        ...{ name: `host-${index}`, token_id: id, algorithm, hash, state: "enabled" as const, term: 1 },
        report: JSON.stringify(report(index % 3 === 0 ? ["arm64", "amd64"] : ["amd64", "arm64"])),
        ...{ load: null, seen_at: now, session_at: now, created_at: now, changed_at: now },
      })),
    )
    .execute();
  await run(sql`analyze`);
  return keys.map(({ text }) => text);
}
