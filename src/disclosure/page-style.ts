// How a published document looks: on a wide screen, on a phone, in the dark, on paper, and read from right to left.
import { cssText } from './html-text.ts';

export const style = `
:root { color-scheme: light dark;
  --paper: light-dark(#fff, #11161c); --ink: light-dark(#1a2027, #e4eaf1); --quiet: light-dark(#56616d, #9dabb9);
  --line: light-dark(#d5dbe1, #323c47); --panel: light-dark(#f5f7f9, #1a222b); --link: light-dark(#0a58b5, #7bb8ff); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.25rem 1.5rem 3rem; background: var(--paper); color: var(--ink);
  font: 16px/1.6 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: .5rem 0 1.1rem; }
h1 .name { display: block; margin-bottom: .2rem; font-size: 1rem; font-weight: 600; color: var(--quiet); }
h2 { font-size: 1.35rem; margin: 2.6rem 0 .9rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.8rem 0 .5rem; } h4 { font-size: 1rem; margin: 1.3rem 0 .4rem; }
h5, h6 { font-size: 1rem; color: var(--quiet); margin: 1rem 0 .3rem; }
h1, h2, h3, h4, h5 { line-height: 1.3; text-wrap: balance; }
p { margin: .4rem 0 .8rem; } ul, ol { margin: .4rem 0 .9rem; padding-inline-start: 1.4rem; } li { margin: .25rem 0; }
li > p { margin: .25rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
bdi, code, pre { unicode-bidi: isolate; }
code, pre { direction: ltr; font: .9em/1.5 ui-monospace, monospace; background: var(--panel); border-radius: 4px; }
code { padding: .1em .3em; } pre { padding: .7rem .9rem; overflow-x: auto; text-align: left; } pre code { padding: 0; font-size: 1em; }
blockquote { margin: .6rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); color: var(--quiet); }
.tlp { margin: 0; text-align: end; }
.tlp bdi { display: inline-block; padding: .15rem .6rem; background: #000; border: 1px solid #444; font-weight: 700; color: #fff; }
.tlp .red { color: #ff2b2b; } .tlp .amber { color: #ffc000; } .tlp .green { color: #33ff00; }
.mark { margin: 0 0 .8rem; padding: .5rem 1rem; text-align: center; background: #ffd60a; color: #1a1a1a; border: 2px dashed #1a1a1a; }
dl { display: flex; flex-wrap: wrap; gap: .6rem 2.2rem; margin: 0 0 1.2rem; }
dt { font-size: .85rem; color: var(--quiet); } dd { margin: 0; font-weight: 600; }
main + nav { margin-top: 2.5rem; } nav { padding: .8rem 1rem; background: var(--panel); border-radius: 6px; font-size: .95rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.3rem; margin: 0; padding: 0; list-style: none; } nav li { margin: 0; }
.scroll { overflow-x: auto; margin: .5rem 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { padding: .5rem .8rem; text-align: start; vertical-align: top; border: 1px solid var(--line); min-width: 6.5rem; max-width: 26rem; }
thead th { background: var(--panel); min-width: 8rem; } tbody th { font-weight: 600; min-width: 10rem; }
a bdi { white-space: nowrap; }
footer { display: flex; justify-content: space-between; align-items: center; margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; }
footer p { margin: 0; }
@media (max-width: 40rem) { body { padding: .9rem 1rem 2rem; } h1 { font-size: 1.4rem; } }
@media print {
  :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav { display: none; } h1, h2, h3, h4, h5, thead { break-after: avoid; } tr, li { break-inside: avoid; }
  .scroll { overflow: visible; } table { font-size: 9pt; } th, td { min-width: 0; max-width: none; padding: .3rem .45rem; }
  thead th { min-width: 0; } tbody th { min-width: 7rem; } tbody bdi { overflow-wrap: anywhere; } th a bdi { white-space: normal; overflow-wrap: break-word; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; break-inside: avoid; }
  main a { color: inherit; } .words li a::after { content: " (" attr(href) ")"; overflow-wrap: anywhere; } .tlp bdi, .mark, thead th { print-color-adjust: exact; }
}
`;

/** TLP 2.0 wants the label on every page of what is printed. */
export function everyPage(name: string, marks: readonly string[]): string {
  return `@page { margin: 20mm 16mm; font: 9pt system-ui, sans-serif; @top-left { content: ${cssText(name)}; } @top-right { content: ${cssText(marks.join(' · '))}; } @bottom-right { content: counter(page) " / " counter(pages); } }\n`;
}
