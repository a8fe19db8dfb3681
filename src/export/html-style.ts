// How the HTML postmortem looks: on a wide screen, on a phone, in the dark and on paper.

export const style = `
:root { color-scheme: light dark;
  --paper: light-dark(#fff, #10151b); --ink: light-dark(#1a2027, #e4eaf1); --quiet: light-dark(#56616d, #9dabb9);
  --line: light-dark(#d5dbe1, #313b46); --panel: light-dark(#f5f7f9, #19212a); --link: light-dark(#0a58b5, #7bb8ff);
  --alert: light-dark(#b3261e, #ff8f87); --work: light-dark(#2f72b9, #4f97e0); --wait: light-dark(#a65b00, #e5a13d);
  --mobilize: light-dark(#f8cfa9, #7a4314); --assess: light-dark(#f2e28c, #665710); --remediate: light-dark(#b5d8f5, #1c517f);
  --communicate: light-dark(#d5c6f5, #513f8f); --review: light-dark(#bfe5c0, #27602f); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem 1.25rem 3rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: .4rem 0 1rem; }
h1 .id { display: block; font-size: 1rem; font-weight: 600; color: var(--quiet); }
h2 { font-size: 1.25rem; margin: 2.4rem 0 .8rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
a { color: var(--link); }
bdi, s { unicode-bidi: isolate; white-space: pre-wrap; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.tlp { margin: 0; text-align: right; }
.tlp span { display: inline-block; padding: .15rem .6rem; background: #000; border: 1px solid #444; font-weight: 700; }
.tlp .red { color: #ff2b2b; } .tlp .amber { color: #ffc000; } .tlp .green { color: #33ff00; } .tlp .clear, .tlp .unset { color: #fff; }
.drill { margin: 0 0 1rem; padding: .6rem 1rem; text-align: center; background: #ffd60a; color: #1a1a1a; border: 2px dashed #1a1a1a; }
.drill strong { letter-spacing: .15em; margin-right: .4rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: .7rem .9rem; background: var(--panel); border-radius: 6px; font-size: .9rem; }
dl { display: grid; grid-template-columns: 12.5rem 1fr; gap: .35rem 1.2rem; margin: .5rem 0; }
dt { color: var(--quiet); } dd { margin: 0; min-width: 0; }
ul { margin: .3rem 0 .8rem; padding-left: 1.2rem; } li { margin: .25rem 0; }
li time { color: var(--quiet); margin-right: .3rem; }
.entry { font-size: .85rem; white-space: nowrap; } .standing { color: var(--alert); font-size: .9rem; }
.cut { color: var(--quiet); font-size: .9rem; }
pre { padding: .6rem .9rem; background: var(--panel); border-radius: 6px; white-space: pre-wrap; }
.scroll { overflow-x: auto; } .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { padding: .4rem .7rem .4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
.scroll td { min-width: 5rem; overflow-wrap: break-word; } .scroll td:first-child { min-width: 3rem; }
.events { table-layout: fixed; } .events th:nth-child(1) { width: 4.5rem; } .events th:nth-child(2) { width: 12.5rem; } .events th:nth-child(3) { width: 10rem; }
.events td:first-child { color: var(--quiet); font-variant-numeric: tabular-nums; }
.events small { display: block; color: var(--quiet); }
.events .kind { display: inline-block; margin-right: .2rem; padding: 0 .4rem; border-radius: 4px; background: var(--panel); color: var(--quiet); font-size: .88em; }
.events .turn { background: var(--panel); } .events .turn td:last-child bdi { font-weight: 600; } .events .turn .kind { background: var(--paper); }
.events tr:target { outline: 2px solid var(--link); }
figure { margin: 0 0 1.5rem; } figcaption { color: var(--quiet); font-size: .88rem; margin: .4rem 0; }
.legend { display: block; } .swatch { display: inline-block; width: .9em; height: .9em; margin: 0 .3em 0 .6em; vertical-align: -.1em; } .swatch:first-child { margin-left: 0; }
summary { cursor: pointer; color: var(--link); font-size: .92rem; }
svg { display: block; width: 100%; min-width: 52rem; height: auto; font: 11px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .hour, svg .day { fill: var(--quiet); text-anchor: middle; } svg .row { text-anchor: end; fill: var(--quiet); }
svg .tick { stroke: var(--line); } svg .mark { fill: var(--quiet); }
.mobilize { fill: var(--mobilize); background: var(--mobilize); } .assess { fill: var(--assess); background: var(--assess); } .remediate { fill: var(--remediate); background: var(--remediate); }
.communicate { fill: var(--communicate); background: var(--communicate); } .review { fill: var(--review); background: var(--review); }
svg rect[height="26"] { stroke: var(--paper); stroke-width: .8; }
svg .sent, svg .said, svg .works { fill: var(--work); } svg .missed { fill: none; stroke: var(--alert); stroke-width: 1.8; }
svg .fact { fill: var(--alert); } svg .change { fill: var(--wait); } svg .release { fill: var(--ink); }
svg .waits { fill: var(--paper); stroke: var(--wait); } svg .dropped { fill: var(--quiet); }
svg .tickmark, svg .crossmark { fill: none; stroke: var(--quiet); stroke-width: 1.5; }
@media (max-width: 40rem) {
  body { padding: .75rem .9rem 2rem; } h1 { font-size: 1.35rem; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; }
  .events, .events tbody { display: block; } .events thead { position: absolute; clip-path: inset(50%); }
  .events tr { display: grid; grid-template-columns: auto 1fr; gap: 0 .6rem; padding: .5rem .3rem; border-bottom: 1px solid var(--line); }
  .events td { padding: 0; border: 0; } .events td:nth-child(3), .events td:nth-child(4) { grid-column: 1 / -1; }
  .events td:nth-child(3) { font-weight: 600; } .events time { display: block; } .events small { display: inline-block; margin-right: .6rem; }
}
@media print {
  :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav { display: none; } h2, h3, thead { break-after: avoid; } tr, li, figure svg { break-inside: avoid; }
  .scroll { overflow: visible; } svg { min-width: 0; } .scroll td { min-width: 0; } table { font-size: 9pt; }
  .events th:nth-child(1) { width: 3rem; } .events th:nth-child(2) { width: 9.5rem; } .events th:nth-child(3) { width: 7rem; }
  .tlp span, .drill, svg rect, .swatch, .turn { print-color-adjust: exact; }
}
`;

/** TLP 2.0 wants the label on every page; both texts are ours, never a person's. */
export function labelStyle(id: string, label: string): string {
  return `@page { margin: 18mm 15mm; @top-left { content: "${id}"; } @top-right { content: "${label}"; } @bottom-right { content: counter(page) " / " counter(pages); } }\n`;
}
