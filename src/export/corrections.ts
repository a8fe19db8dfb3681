// Corrections and withdrawals as old → new, and statements of the incident marked when their entry was corrected.
import type { Statement } from './listing.ts';
import type { Block, Line, Material } from './report.ts';
import { standingOf } from './report.ts';

export function correctionsBlock({ digest, names }: Material, caption: string | null): Block {
  const { total, lines } = digest.lists.of('corrections');
  return {
    kind: 'lines',
    caption,
    total,
    lines: lines.map(({ seq, at, by, kind, of, was, text }): Line => {
      const did = kind === 'correction' ? 'corrected' : 'withdrawn';
      const after = kind === 'correction' ? ` → now: ${names.inText(text)}` : '';
      const before = names.inText(was ?? '');
      const what = `Entry ${of ?? '?'}, ${did} by ${names.of(by)}. Was: ${before}${after}`;
      return { seq, at, text: what, note: null };
    }),
  };
}

/** What the incident states, with the correction that its newest entry has had. */
export function stated(material: Material, statement: Statement, words: string | null): string {
  if (words === null) return 'none recorded';
  const { digest, names } = material;
  const line = digest.lists.newest(statement);
  const standing = line === null ? null : standingOf(digest, line.seq);
  if (line === null || standing === null) return names.inText(words);
  const corrected = line.correctedTo === null ? '' : `: ${names.inText(line.correctedTo)}`;
  return `${names.inText(words)} (${standing}${corrected})`;
}
