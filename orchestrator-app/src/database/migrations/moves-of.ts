/** Maps each state to those that may follow it. */
export type Moves = Readonly<Record<string, readonly string[]>>;

/** Returns words as a list of SQL. */
export function wordsOf(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(", ");
}

/** Returns what lets the database refuse moves of `state` that are not listed, and what else is checked with them. */
export function movesOf(table: string, moves: Moves, also = ""): readonly string[] {
  const pairs = Object.entries(moves).flatMap(([from, follow]) => follow.map((to) => `('${from}', '${to}')`));
  return [
    `create function ${table}_moves() returns trigger language plpgsql as $$
  begin
    if old.state <> new.state and (old.state, new.state) not in (${pairs.join(", ")}) then
      raise exception '${table} % cannot move from % to %', old.id, old.state, new.state using errcode = 'check_violation';
    end if;${also}
    return new;
  end $$`,
    `create trigger ${table}_moves before update on ${table} for each row execute function ${table}_moves()`,
  ];
}
