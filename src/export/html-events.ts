// The sequence of events as table rows, streamed: one row per entry, whatever their number.
import type { EntryView } from '#src/commands/view-types.ts';
import { escaped } from './html-text.ts';
import { httpLink } from './link.ts';
import type { Material } from './report.ts';
import { standingOf } from './report.ts';

/** Kinds that a reader who only skims should stop at. */
const turningPoints = new Set([
  'declared',
  'phaseEntered',
  'overridden',
  'regressed',
  'level',
  'fact',
  'fixFailed',
  'released',
  'closed',
  'reopened',
]);

export function* eventRows(material: Material): Generator<string> {
  const { source, digest } = material;
  const kinds = new Map<string, string>();
  const kindOf = (kind: string): string => {
    const known = kinds.get(kind) ?? escaped(inWords(kind));
    kinds.set(kind, known);
    return known;
  };
  yield `<table class="events">
<thead><tr><th scope="col">Entry</th><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th></tr></thead>
<tbody>\n`;
  for (const entry of digest.latecomers.inOrder(source.entries())) {
    yield row(entry, material, kindOf(entry.kind));
  }
  yield '</tbody></table>\n';
}

function row(entry: EntryView, { digest, names, times }: Material, kind: string): string {
  const { seq, occurredAt, recordedAt, actor, text } = entry;
  const local = times
    .local(occurredAt)
    .map((place) => `<small>${escaped(place)}</small>`)
    .join('');
  const late =
    occurredAt.slice(0, 16) === recordedAt.slice(0, 16)
      ? ''
      : `<small>recorded ${times.utc(recordedAt)}</small>`;
  const standing = standingOf(digest, seq);
  const note = standing === null ? '' : ` <em class="standing">${standing}</em>`;
  const struck = digest.standing.withdrawnBy(seq) === undefined ? 'bdi' : 's';
  const style = turningPoints.has(entry.kind) ? ' class="turn"' : '';
  return `<tr id="e${seq}"${style}><td>${seq}</td><td><time datetime="${escaped(occurredAt)}">${times.utc(occurredAt)}</time>${local}${late}</td><td><bdi>${escaped(names.of(actor))}</bdi></td><td><span class="kind">${kind}</span> <${struck}>${escaped(names.inText(text))}</${struck}>${linkHtml(entry)}${note}</td></tr>\n`;
}

/** The host is shown, so that nobody follows a link without seeing where it leads. */
function linkHtml({ link }: EntryView): string {
  const found = httpLink(link);
  if (found === null) return '';
  return ` <a href="${escaped(found.href)}" rel="noopener noreferrer">${escaped(found.host)}</a>`;
}

/** `phaseEntered` and `task.ack_overdue` as people would say them. */
function inWords(kind: string): string {
  return kind
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[._]/g, ' ')
    .toLowerCase();
}
