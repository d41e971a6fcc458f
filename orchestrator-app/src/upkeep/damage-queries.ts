/** Finds one kind of damage. */
export interface DamageQuery {
  /** Selects `subject` and `detail`, which may be null. */
  readonly select: string;
  readonly message: string;
  readonly hint: string;
}

const restore = "Restore the last good backup: debootc orchestrator db restore.";
const retry = "Cancel its run and retry it: debootc orchestrator cancel, then retry.";

function orphans(table: string, column: string, parent: string, key: string): DamageQuery {
  return {
    select: `select '${table} ' || c.${key} as subject, '${column} ' || c.${column} as detail
      from ${table} c left join ${parent} p on p.id = c.${column}
      where c.${column} is not null and p.id is null`,
    message: `the ${parent} that it belongs to is missing`,
    hint: restore,
  };
}

/** Lists what is looked for, by a query each. The database enforces some of it; a broken disk does not ask it. */
export const damageQueries: readonly DamageQuery[] = [
  orphans("repository", "installation_id", "installation", "id"),
  orphans("run", "repository_id", "repository", "id"),
  orphans("task", "run_id", "run", "id"),
  orphans("dispatch", "run_id", "run", "id"),
  orphans("attempt", "task_id", "task", "label"),
  orphans("attempt", "dispatch_id", "dispatch", "label"),
  orphans("change", "run_id", "run", "id"),
  orphans("change", "task_id", "task", "id"),
  orphans("outgoing", "repository_id", "repository", "key"),
  orphans("schedule", "repository_id", "repository", "name"),
  orphans("placement", "host_id", "host", "id"),
  {
    select: `select 'placement ' || p.id as subject, 'attempt ' || p.label as detail
      from placement p left join attempt a on a.label = p.label where a.label is null`,
    message: "the attempt that it belongs to is missing",
    hint: restore,
  },
  orphans("artifact", "task_id", "task", "id"),
  orphans("release", "run_id", "run", "id"),
  orphans("release_asset", "release_id", "release", "name"),
  orphans("channel", "release_id", "release", "name"),
  {
    select: `select 'task ' || t.id as subject, t.state as detail from task t
      where t.state in ('ASSIGNED', 'RUNNING')
        and not exists (select from attempt a where a.task_id = t.id and a.number = t.attempt and a.ended_at is null)`,
    message: "it counts as under way, but its current attempt is over or missing",
    hint: retry,
  },
  {
    select: `select 'task ' || t.id as subject, t.state || ', ' || a.label as detail
      from task t join attempt a on a.task_id = t.id
      where a.ended_at is null and t.state not in ('ASSIGNED', 'RUNNING')`,
    message: "it is not under way, but an attempt of it is open",
    hint: retry,
  },
  {
    select: `select 'task ' || t.id as subject, 'attempt ' || t.attempt || ', recorded: ' || count(a.label) as detail
      from task t left join attempt a on a.task_id = t.id
      group by t.id having count(a.label) <> t.attempt or coalesce(max(a.number), 0) <> t.attempt`,
    message: "attempts are missing or have other numbers",
    hint: restore,
  },
  {
    select: `select 'run ' || run_id as subject, count(*) || ' tasks up to position ' || max(position) as detail
      from task group by run_id having count(*) <> max(position) + 1`,
    message: "positions of its tasks are missing",
    hint: restore,
  },
  {
    select: `select 'task ' || t.id as subject, 'needs ' || n.name || ', which is ' || n.state as detail
      from task t
      join task_need d on d.run_id = t.run_id and d.position = t.position
      join task n on n.run_id = d.run_id and n.position = d.needs_position
      where t.state = 'FREE' and n.state in ('FAILED', 'CANCELED') and (n.required or n.kind = 'package')
        or t.state in ('ASSIGNED', 'RUNNING') and n.state in ('FREE', 'ASSIGNED', 'RUNNING')`,
    message: "its state contradicts that of a task that it needs",
    hint: retry,
  },
  {
    select: `select 'run ' || r.id as subject, r.state as detail from run r
      where r.state in ('OPEN', 'COMPLETED', 'INCOMPLETE') and not exists (select from task t where t.run_id = r.id)`,
    message: "a run in this state has tasks, but there are none",
    hint: restore,
  },
  {
    select: `select 'run ' || r.id as subject, r.state as detail from run r
      where r.state in ('PLANNING', 'WAITING', 'SKIPPED') and exists (select from task t where t.run_id = r.id)`,
    message: "a run in this state has no tasks yet, but there are some",
    hint: restore,
  },
  {
    select: `select 'task ' || t.id as subject, t.state || ', last recorded ' || coalesce(c.to_state, 'nothing') as detail
      from task t left join lateral (
        select to_state from change where task_id = t.id order by id desc limit 1
      ) c on true
      where t.state <> coalesce(c.to_state, 'FREE')`,
    message: "its state is not the one that the last recorded change left it in",
    hint: "Somebody or something changed it without the hub. Restore a backup, or cancel and retry its run.",
  },
  {
    select: `select 'run ' || r.id as subject, r.state || ', last recorded ' || coalesce(c.to_state, 'nothing') as detail
      from run r left join lateral (
        select to_state from change where run_id = r.id and task_id is null order by id desc limit 1
      ) c on true
      where r.state is distinct from c.to_state`,
    message: "its state is not the one that the last recorded change left it in",
    hint: "Somebody or something changed it without the hub. Restore a backup, or cancel and retry it.",
  },
  {
    select: `select 'dispatch ' || d.id as subject, d.state as detail from dispatch d
      where d.state in ('wanted', 'unsure')
        and exists (select from attempt a where a.dispatch_id = d.id and a.ended_at is null)
        and not exists (select from outgoing o where o.key = 'dispatch:' || d.id)`,
    message: "GitHub was not told of it, and nothing is going to tell it",
    hint: retry,
  },
  {
    select: `select 'outgoing ' || o.key as subject, null as detail from outgoing o
      where o.kind = 'dispatch' and not exists (select from dispatch d where o.key = 'dispatch:' || d.id)`,
    message: "it is to be sent, but what it tells of is missing",
    hint: restore,
  },
  {
    select: `select 'log of task ' || l.task_id as subject,
        'attempt ' || l.attempt || ': ' || l.kept || ' bytes, found: ' || coalesce(sum(octet_length(c.bytes)), 0) as detail
      from log l left join log_chunk c on c.task_id = l.task_id and c.attempt = l.attempt
      group by l.task_id, l.attempt having l.kept <> coalesce(sum(octet_length(c.bytes)), 0)`,
    message: "pieces of it are missing",
    hint: "GitHub may still have it: the page of its job. Restore a backup to have it here.",
  },
  {
    select: `select 'index ' || i.indexrelid::regclass as subject, null::text as detail from pg_index i
      join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
      where n.nspname = current_schema() and not (i.indisvalid and i.indisready)`,
    message: "the index is not whole, so that queries may miss rows",
    hint: "In the database: reindex index NAME.",
  },
];
