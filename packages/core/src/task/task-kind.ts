/** Lists the kinds of tasks, in the order in which a run goes through them. */
export const taskKinds = ["package", "leg", "assemble", "release"] as const;
export type TaskKind = (typeof taskKinds)[number];
