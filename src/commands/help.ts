// Help and completion, from the same table that parse.ts reads.
import { verbs } from './grammar.ts';
import { nearestVerbs } from './parse.ts';

export interface Help {
  title: string;
  lines: { usage: string; text: string }[];
  nearest: string[];
}

const sections = {
  anywhere: 'Anywhere',
  process: 'Process',
  cases: 'Cases',
  documents: 'Advisories and bulletins',
  clocks: 'Clocks',
  people: 'People',
  tasks: 'Tasks',
  record: 'Record',
  export: 'Export and health',
};

/** Every section with its verbs, in the order of the grammar. */
export function overview(): { section: string; title: string; verbs: string[] }[] {
  return Object.entries(sections).map(([section, title]) => ({
    section,
    title,
    verbs: verbs.filter((row) => row.section === section).map(({ names }) => names[0]),
  }));
}

/** Help for one verb or section, or for every verb (`topic` null). An unknown topic gives the nearest verbs. */
export function helpFor(topic: string | null): Help {
  const wanted = topic?.toLowerCase().trim() ?? '';
  const one = verbs.filter(({ names, section }) => names.includes(wanted) || section === wanted);
  if (wanted !== '' && one.length === 0)
    return {
      title: `There is no command “${wanted.slice(0, 40)}”`,
      lines: [],
      nearest: nearestVerbs(wanted),
    };
  const rows = wanted === '' ? verbs : one;
  return {
    title: wanted === '' ? 'Commands' : `Help: ${wanted}`,
    lines: rows.flatMap(({ usage, help, names, also = [] }) => [
      {
        usage: `/incident ${usage}`,
        text:
          wanted === '' || names.length === 1
            ? help
            : `${help} Also: ${names.slice(1).join(', ')}.`,
      },
      ...also.map((more) => ({ usage: `/incident ${more.usage}`, text: more.help })),
    ]),
    nearest: [],
  };
}

/** Completions for what has been typed so far after `/incident`: verbs and what follows them. */
export function complete(typed: string): { insert: string; hint: string }[] {
  const wanted = typed.trimStart().toLowerCase();
  if (wanted.includes(' ')) {
    const row = verbs.find(({ names }) => names.includes(wanted.slice(0, wanted.indexOf(' '))));
    return row === undefined ? [] : [{ insert: '', hint: row.usage }];
  }
  return verbs
    .filter(({ names }) => names.some((name) => name.startsWith(wanted)))
    .map(({ names, usage, help, section }) => ({
      insert: names[0],
      hint: `${usage} — ${help} (${sections[section]})`,
    }));
}
