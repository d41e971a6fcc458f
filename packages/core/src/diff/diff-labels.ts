import { layersLabel } from "../layers/layer-label.ts";

export interface LabelChange {
  readonly name: string;
  /** Absent if the label is new. */
  readonly from?: string;
  /** Absent if the label is gone. */
  readonly to?: string;
}

/** Lists the labels that differ, sorted by name. The contents of layers are left to the comparison of layers. */
export function diffLabels(
  old: Readonly<Record<string, string>>,
  current: Readonly<Record<string, string>>,
): LabelChange[] {
  const names = new Set([...Object.keys(old), ...Object.keys(current)]);
  names.delete(layersLabel);
  return [...names].sort().flatMap((name) => {
    const [from, to] = [old[name], current[name]];
    if (from === to) return [];
    return [{ name, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}
