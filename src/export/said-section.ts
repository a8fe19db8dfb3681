// What was told to whom outside the room, in the order of the record, and who approved it.
import type { Block, Material, Section } from './report.ts';
import { section } from './report.ts';
import { clip } from './visible.ts';

const wordsMax = 2000;

export function saidSection({ digest, names, times }: Material): Section {
  const track = digest.said;
  const { said } = track;
  const more = track.total() - said.length;
  const cut: Block[] =
    more === 0 ? [] : [{ kind: 'paragraph', text: `${more} more stand in the timeline.` }];
  return section('Told outside', [
    {
      kind: 'table',
      head: ['When', 'To whom', 'What', 'Words', 'By', 'Approved by'],
      rows: said.map(({ at, to, what, text, by, approvedBy }) => [
        times.utc(at),
        to,
        what,
        clip(names.inText(text), wordsMax),
        names.of(by),
        approvedBy.map((person) => names.of(person)).join(', '),
      ]),
    },
    ...cut,
  ]);
}
