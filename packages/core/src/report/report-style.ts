/** Styles the report: colours by meaning, for light and dark; large enough to read on a phone. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --back: #f6f7f9; --card: #ffffff; --line: #dde1e7; --text: #1b1f26; --faint: #5b6472;
  --accent: #a80030; --accent-soft: #f7dfe5; --good: #14713a; --warn: #8a5300; --bad: #b3261e;
  --tile: #d9e2ef; --tile-line: #ffffff; --tile-text: #1b2a41; --bar: #7f9cc4; --reused: #c9d0da;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #14171c; --card: #1d2128; --line: #333a45; --text: #e8ebf0; --faint: #a3adba;
    --accent: #ff7d9c; --accent-soft: #5c2536; --good: #6fd596; --warn: #f0b35a; --bad: #ff8a80;
    --tile: #2f3e55; --tile-line: #1d2128; --tile-text: #dbe6f5; --bar: #5f86bd; --reused: #454d5a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 64rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
header { padding: 1rem 0 0.5rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
h2 { margin: 0 0 0.75rem; font-size: 1.2rem; }
h3 { margin: 1.25rem 0 0.5rem; font-size: 1rem; }
p { margin: 0.5rem 0; }
section { margin: 1rem 0; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.875em; }
pre { margin: 0.25rem 0 0.75rem; padding: 0.6rem 0.75rem; overflow-x: auto; background: var(--back); border: 1px solid var(--line); border-radius: 0.375rem; overflow-wrap: normal; }
.faint { color: var(--faint); }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); } .accent { color: var(--accent); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 0.75rem; margin: 0; }
.facts div { min-width: 0; }
.facts dt { color: var(--faint); font-size: 0.875rem; }
.facts dd { margin: 0; font-weight: 600; }
.facts small, td small { display: block; font-size: 0.875rem; font-weight: 400; color: var(--faint); }
.scroll { overflow-x: auto; }
.facts + .scroll { margin-top: 0.75rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--faint); font-weight: 600; font-size: 0.875rem; }
th { overflow-wrap: normal; } .scroll td { min-width: 4.5rem; } td.word { overflow-wrap: normal; white-space: nowrap; }
tr > :last-child { padding-right: 0; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
summary { cursor: pointer; padding: 0.5rem 0; font-weight: 600; }
summary:focus-visible, .scroll:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
svg { display: block; width: 100%; height: auto; }
svg text { font: 14px system-ui, sans-serif; fill: var(--tile-text); }
svg .size { font-size: 12px; }
.tile { fill: var(--tile); stroke: var(--tile-line); stroke-width: 2; }
.tile.changed { fill: var(--accent-soft); } .mark { fill: var(--accent); }
g:hover .tile { stroke: var(--accent); stroke-width: 3; }
.boxes { columns: 15rem; margin: 0.75rem 0; padding-left: 2rem; font-size: 0.875rem; }
.narrow { display: none; }
.key { display: inline-block; width: 0.9em; height: 0.9em; margin-right: 0.35em; border-radius: 0.2em; vertical-align: -0.1em; background: var(--tile); }
.key.changed { background: linear-gradient(45deg, var(--accent-soft) 60%, var(--accent) 60%); } .key.kept { background: var(--reused); } .key.fetched { background: var(--accent); }
.strip { height: 1.5rem; border-radius: 0.25rem; }
.kept { fill: var(--reused); } .fetched { fill: var(--accent); }
.bar { height: 0.9rem; } .bar rect { fill: var(--bar); } .bar rect.reused { fill: var(--reused); }
.time { display: grid; grid-template-columns: 11rem 1fr 5rem; gap: 0.75rem; align-items: center; padding: 0.15rem 0; }
.time .number { text-align: right; font-variant-numeric: tabular-nums; }
footer { padding: 0.5rem 0 2rem; color: var(--faint); font-size: 0.875rem; }
@media (max-width: 40rem) {
  body { padding: 0.75rem; } section { padding: 0.75rem; } h1 { font-size: 1.4rem; }
  .wide { display: none; } .narrow { display: block; }
  .scroll table { font-size: 0.875rem; } th, td { padding-right: 0.5rem; } th { font-size: 0.8125rem; } .scroll td { min-width: 3rem; }
  .scroll th:first-child, .scroll td:first-child { position: sticky; left: 0; background: var(--card); }
  .time { grid-template: "title number" auto "bar bar" auto / 1fr max-content; gap: 0 0.75rem; }
  .time .number { grid-area: number; } .time svg, .time .why { grid-area: bar; }
}
@media print { body { max-width: none; background: none; } section { break-inside: avoid; } }
`;
