// Slack's limits for the elements inside blocks (buttons, selects, inputs), from the table in slack.md section 2.
// Where Slack's sources differ the stricter number stands here, so that what passes here passes at Slack.

import { isObject, objectAt, objectsAt, textAt, type Json } from './json.ts';
import {
  anyText,
  boolean,
  integer,
  lengthOf,
  list,
  matching,
  oneOf,
  plainText,
  report,
  shape,
  string,
  typed,
  type Check,
  type Rule,
  type Shape,
} from './shape-rules.ts';

const id = string(255, 1);
const url = string(3000, 1);
const slackId = string(255, 1);
const date = matching(/^\d{4}-\d{2}-\d{2}$/u, 'date (YYYY-MM-DD)');
const time = matching(/^([01]\d|2[0-3]):[0-5]\d$/u, 'time (HH:mm)');

const confirm = shape({
  required: {
    title: plainText(100),
    text: anyText(300),
    confirm: plainText(30),
    deny: plainText(30),
  },
  optional: { style: oneOf('primary', 'danger') },
});

function option(text: Rule, extra: Readonly<Record<string, Rule>> = {}): Rule {
  return shape({
    required: { text, value: string(75, 1) },
    optional: { description: plainText(75), ...extra },
  });
}

const plainOption = option(plainText(75));
const richOption = shape({
  required: { text: anyText(75), value: string(75, 1) },
  optional: { description: anyText(75) },
});
const optionGroup = shape({
  required: { label: plainText(75), options: list(100, plainOption) },
});

const common = { action_id: id, confirm, focus_on_load: boolean } as const;
const placeholder = { placeholder: plainText(150) } as const;

function optionsOf(element: Json): Json[] {
  return [
    ...objectsAt(element, 'options'),
    ...objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
  ];
}

function checkOptions(element: Json, pointer: string, check: Check): void {
  const given = ['options', 'option_groups'].filter((key) => element[key] !== undefined);
  if (given.length !== 1) report(check, pointer, 'needs either options or option_groups');
  checkInitial(element, pointer, check);
}

/** An initial option must be one of the options, letter for letter. */
function checkInitial(element: Json, pointer: string, check: Check): void {
  const offered = new Set(optionsOf(element).map((entry) => JSON.stringify(entry)));
  const initial = objectAt(element, 'initial_option');
  for (const entry of [...(initial ? [initial] : []), ...objectsAt(element, 'initial_options')]) {
    if (!offered.has(JSON.stringify(entry)))
      report(check, pointer, 'initial option is not one of the options');
  }
}

function select(own: Readonly<Record<string, Rule>>, also?: Shape['also']): Rule {
  const optional = { ...common, ...placeholder, ...own };
  return shape(also ? { optional, also } : { optional });
}

const staticChoices = {
  options: list(100, plainOption),
  option_groups: list(100, optionGroup),
} as const;
const responseUrl = { response_url_enabled: boolean } as const;
const many = { max_selected_items: integer(1, 1000) } as const;
const filter = shape({
  optional: {
    include: list(4, oneOf('im', 'mpim', 'private', 'public')),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
});

const button = shape({
  required: { text: plainText(75) },
  optional: {
    action_id: id,
    confirm,
    value: string(2000),
    url,
    style: oneOf('primary', 'danger'),
    accessibility_label: string(75),
  },
});

/** An image, as an element or (with more keys) as a block of its own. */
export function image(more: Readonly<Record<string, Rule>> = {}): Rule {
  return shape({
    required: { alt_text: string(2000, 1) },
    optional: { image_url: url, slack_file: shape({ optional: { id, url } }), ...more },
    also: (element, pointer, check) => {
      if ((element['image_url'] === undefined) === (element['slack_file'] === undefined))
        report(check, pointer, 'needs either image_url or slack_file');
    },
  });
}

const selects = {
  static_select: select({ ...staticChoices, initial_option: plainOption }, checkOptions),
  external_select: select({ initial_option: plainOption, min_query_length: integer(0, 100) }),
  users_select: select({ initial_user: slackId }),
  conversations_select: select({
    initial_conversation: slackId,
    default_to_current_conversation: boolean,
    filter,
    ...responseUrl,
  }),
  channels_select: select({ initial_channel: slackId, ...responseUrl }),
  multi_static_select: select(
    { ...staticChoices, ...many, initial_options: list(100, plainOption) },
    checkOptions,
  ),
  multi_external_select: select({ ...many, initial_options: list(100, plainOption) }),
  multi_users_select: select({ ...many, initial_users: list(1000, slackId) }),
  multi_conversations_select: select({
    ...many,
    initial_conversations: list(1000, slackId),
    default_to_current_conversation: boolean,
    filter,
  }),
  multi_channels_select: select({ ...many, initial_channels: list(1000, slackId) }),
} as const;

const choices = {
  radio_buttons: shape({
    required: { options: list(10, richOption) },
    optional: { ...common, initial_option: richOption },
    also: checkInitial,
  }),
  checkboxes: shape({
    required: { options: list(10, richOption) },
    optional: { ...common, initial_options: list(10, richOption) },
    also: checkInitial,
  }),
  datepicker: shape({ optional: { ...common, ...placeholder, initial_date: date } }),
  timepicker: shape({
    optional: { ...common, ...placeholder, initial_time: time, timezone: string(255, 1) },
  }),
} as const;

const overflow = shape({
  required: { options: list(5, option(plainText(75), { url })) },
  optional: { action_id: id, confirm },
});

const datetimepicker = shape({
  optional: { ...common, initial_date_time: integer(1_000_000_000, 9_999_999_999) },
});

const dispatch = {
  dispatch_action_config: shape({
    required: { trigger_actions_on: list(2, oneOf('on_enter_pressed', 'on_character_entered')) },
  }),
} as const;

const typedText = { ...placeholder, ...dispatch, action_id: id, focus_on_load: boolean } as const;

const inputs = {
  plain_text_input: shape({
    optional: {
      ...typedText,
      initial_value: string(3000),
      multiline: boolean,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    },
    also: (element, pointer, check) => {
      if (Number(element['min_length'] ?? 0) > Number(element['max_length'] ?? 3000))
        report(check, pointer, 'min_length must not be greater than max_length');
      const initial = textAt(element, 'initial_value');
      const max = element['max_length'];
      if (initial !== undefined && typeof max === 'number' && lengthOf(initial) > max)
        report(check, pointer, 'initial_value is longer than max_length');
    },
  }),
  url_text_input: shape({ optional: { ...typedText, initial_value: string(3000) } }),
  email_text_input: shape({ optional: { ...typedText, initial_value: string(3000) } }),
  number_input: shape({
    required: { is_decimal_allowed: boolean },
    optional: {
      ...typedText,
      initial_value: string(255),
      min_value: string(255),
      max_value: string(255),
    },
  }),
  rich_text_input: shape({ optional: { ...typedText, initial_value: anyObject } }),
  file_input: shape({
    optional: { action_id: id, filetypes: list(100, string(50, 1)), max_files: integer(1, 10) },
    also: (_element, pointer, check) => {
      if (check.surface !== 'modal') report(check, pointer, 'file_input works only in modals');
    },
  }),
} as const;

function anyObject(value: unknown, pointer: string, check: Check): void {
  if (!isObject(value)) report(check, pointer, 'must be an object');
}

export const imageElement: Rule = typed('element', { image: image() });
export const accessoryElement: Rule = typed('element', {
  button,
  image: image(),
  overflow,
  ...selects,
  ...choices,
});
export const actionElement: Rule = typed('element', {
  button,
  overflow,
  datetimepicker,
  ...selects,
  ...choices,
});
export const inputElement: Rule = typed('element', {
  datetimepicker,
  ...selects,
  ...choices,
  ...inputs,
});
