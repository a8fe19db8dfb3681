// What is said of documents as files: why one is not taken, and the form that asks for it.
import type { DocumentFileRefusal } from '../commands/document-file-command.ts';
import type { FormDraft } from './form-fields.ts';
import { file } from './form-fields.ts';
import type { Rich } from './message.ts';
import { cmd, joined, rich, richOf } from './rich.ts';
import { problemItems } from './document-words.ts';
import { line } from './tidy.ts';

interface Said {
  text: Rich;
  items?: readonly Rich[];
  after?: Rich;
  summary?: Rich;
}

/** So many lines are named; whoever mends these is told of the others. */
const problemsShown = 12;
const problemsHeard = 3;

export const documentFileRefusals: {
  [R in DocumentFileRefusal as R['reason']]: (refusal: R) => Said;
} = {
  documentFile: ({ n, id, problems }) => {
    const text = rich`This file is not taken, and nothing of document ${String(n)} (${id}) was changed:`;
    const items = problems
      .slice(0, problemsShown)
      .map(
        ({ line: number, problem }) => rich`line ${String(number)}: ${richOf(line(problem, 500))}`,
      );
    const more = problems.length - problemsShown;
    return {
      text,
      items,
      // A form shows nothing else.
      summary: rich`${text} ${joined(items.slice(0, problemsHeard), '; ')}.`,
      ...(more > 0 ? { after: rich`And ${String(more)} more.` } : {}),
    };
  },
  documentUnfit: ({ n, id, format, problems }) => {
    const text = rich`Document ${String(n)} (${id}) is not handed over as ${format}, for it fails:`;
    const items = problemItems(problems);
    const more = problems.length - items.length;
    return {
      text,
      items,
      summary: rich`${text} ${joined(items.slice(0, problemsHeard), '; ')}.`,
      ...(more > 0 ? { after: rich`And ${String(more)} more.` } : {}),
    };
  },
  documentFileSame: ({ n, id }) => ({
    text: rich`The words of this file are those of document ${String(n)} (${id}) already.`,
  }),
  noTranslation: ({ n, id, locale }) => ({
    text: rich`Document ${String(n)} (${id}) is not wanted in ${locale}. Ask for it: ${cmd(`document ${n} translation ${locale} want`)}.`,
  }),
};

export function importDraft(n: number, locale: string): FormDraft {
  return {
    title: `File of document ${n}`.slice(0, 24),
    submit: 'Hand in',
    subject: `${n} ${locale}`,
    fields: [
      file('file', `The Markdown file (${locale})`, {
        endings: ['md', 'markdown', 'txt'],
        hint: `As “document ${n} export md” gave it. What stands between its marks is taken.`,
      }),
    ],
  };
}
