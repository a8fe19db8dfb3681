// The types of arguments, which at Slack go by the argument's name: a form carries only text, so this is where a
// number that is none and a flag that is a word come to light.

import { lengthOf } from './shape-rules.ts';

const words = (text: string): readonly string[] => text.split(/\s+/u);

export const booleanArguments: ReadonlySet<string> = new Set(
  words(`as_user link_names mrkdwn reply_broadcast unfurl_links unfurl_media full is_private force
    include_locale include_num_members exclude_archived exclude_muted include_all_metadata inclusive
    return_im prevent_creation include_count include_disabled include_users`),
);

export const numberArguments: ReadonlySet<string> = new Set(words('length count limit page'));

export const choices: ReadonlyMap<string, readonly string[]> = new Map([
  ['access_level', ['read', 'write']],
]);

function typeProblem(name: string, value: string): string | undefined {
  if (booleanArguments.has(name) && !['true', 'false', '1', '0'].includes(value))
    return 'must be a boolean';
  if (numberArguments.has(name) && !/^\d+$/u.test(value)) return 'must be a number';
  const allowed = choices.get(name);
  return allowed && !allowed.includes(value) ? `must be one of: ${allowed.join(', ')}` : undefined;
}

/** What is wrong with the arguments by themselves: type and length. An empty argument counts as not given. */
export function argumentProblems(
  args: Readonly<Record<string, string>>,
  maxLength: Readonly<Record<string, number>>,
): string[] {
  return Object.entries(args).flatMap(([name, value]) => {
    const max = maxLength[name];
    const type = value === '' ? undefined : typeProblem(name, value);
    return [
      ...(type === undefined ? [] : [`${type} [json-pointer:/${name}]`]),
      ...(max !== undefined && lengthOf(value) > max
        ? [`must be less than ${max + 1} characters [json-pointer:/${name}]`]
        : []),
    ];
  });
}
