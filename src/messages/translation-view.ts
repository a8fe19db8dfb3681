// One translation of a document: where it stands, and what is still to be translated.
import type { Locale, Section, Translation } from '#machines/document-types.ts';
import type { DocumentView, IncidentView } from '../commands/view-types.ts';
import { compose } from './compose.ts';
import { sectionWords } from './document-words.ts';
import { drillMark } from './incident-card.ts';
import type { Message, Rich } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, rich, richOf, who } from './rich.ts';
import { line } from './tidy.ts';
import { translationStates } from './translation-words.ts';
import { section, spoken } from './view-blocks.ts';

/** `document <n> translation <locale>` */
export function translationView(
  incident: IncidentView,
  { n, locale, nameOf }: { n: number; locale: Locale; nameOf: NameOf },
): Message {
  const view = incident.documents.find((one) => one.n === n);
  if (view === undefined) throw new Error(`no document ${n} to show`);
  const { context } = view;
  const command = (act: string): Rich => [cmd(`document ${n} translation ${locale} ${act}`)];
  const translation = context.translations[locale];
  const head = `${drillMark(incident)}Document ${n} · ${context.kind} ${context.id} in ${locale}`;
  if (translation === undefined) {
    const text = rich`${bold(head)} is not wanted. Ask for it: ${command('want')}, or ${command('require')} so that its release waits for it.`;
    return compose(spoken([text], nameOf), [{ kind: 'text', text }]);
  }
  const { state, required, owner, changed, waived } = translation;
  const missing = missingIn(view, translation);
  const line1 = rich`${bold(head)} · ${translationStates[state]}${required ? '; its release waits for it' : ''}`;
  const facts = [
    {
      label: 'Translator',
      value: owner === null ? rich`nobody: ${command('assign @user')}` : [who(owner)],
    },
    ...(waived === null
      ? []
      : [
          {
            label: 'Waived',
            value: rich`${{ at: waived.at }} by ${who(waived.by)}: ${richOf(line(waived.reason, 300))}`,
          },
        ]),
  ];
  const next =
    missing.length === 0
      ? rich`Hand it in: ${command('done')}.`
      : rich`A section at a time: ${command('write <section> <text>')}; or all as a file: ${cmd(`document ${n} export md ${locale}`)} and ${cmd(`document ${n} import ${locale}`)}.`;
  return compose(spoken([line1], nameOf), [
    { kind: 'text', text: line1 },
    { kind: 'facts', facts },
    ...section(
      'To be translated',
      missing.map((one) => [sectionWords(one)]),
    ),
    ...section(
      'Changed in English since',
      changed.map((one) => [sectionWords(one)]),
    ),
    ...(state === 'ready' || state === 'waived' ? [] : [{ kind: 'text' as const, text: next }]),
  ]);
}

/** What has words in English and none in that language. */
function missingIn(
  { written, context: { revision } }: DocumentView,
  { texts }: Pick<Translation, 'texts'>,
): Section[] {
  return [...written, ...(revision === null ? [] : ['revision' as const])].filter(
    (name) => (texts[name] ?? '') === '',
  );
}
