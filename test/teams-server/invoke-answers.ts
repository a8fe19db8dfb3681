// What the Teams client makes of an answer to an invoke: the shapes that it takes, and complaints about all others.

import { isObject, objectAt, parseJson, textAt, type Json } from '../slack-server/json.ts';
import { cardType } from './lint.ts';

export interface Dialog {
  title: string;
  card: Json;
}

/** What the person sees of the answer. */
export interface Shown {
  /** A line that only they see. */
  notice?: string;
  /** Replaces the card for them. */
  card?: Json;
  dialog?: Dialog;
  /** The client says that something went wrong. */
  failure?: string;
}

export interface Judged {
  shown: Shown;
  problems: string[];
}

export type InvokeName =
  | 'adaptiveCard/action'
  | 'task/fetch'
  | 'task/submit'
  | 'composeExtension/fetchTask'
  | 'composeExtension/submitAction'
  | 'fileConsent/invoke';

/** `status` and `body` of the HTTP answer. */
export function judge(name: InvokeName, status: number, body: string): Judged {
  if (status !== 200) return unusable(`status ${status}`);
  if (name === 'fileConsent/invoke') return { shown: {}, problems: [] };
  if (body === '')
    return name === 'task/submit' || name === 'composeExtension/submitAction'
      ? { shown: {}, problems: [] }
      : unusable('an empty answer');
  const json = parseJson(body);
  if (!isObject(json)) return unusable(`no JSON object: ${body.slice(0, 80)}`);
  return name === 'adaptiveCard/action' ? judgeCardAction(json) : judgeTask(name, json);
}

function judgeCardAction({ statusCode, type, value }: Json): Judged {
  if (statusCode === 200 && type === cardType)
    return isObject(value) && value['type'] === 'AdaptiveCard'
      ? { shown: { card: value }, problems: [] }
      : unusable('value is no card');
  if (statusCode === 200 && type === 'application/vnd.microsoft.activity.message')
    return noticeOf(value);
  const isError = statusCode === 400 || statusCode === 500;
  return isError && type === 'application/vnd.microsoft.error'
    ? judgeError(isObject(value) ? value : {})
    : unusable(`statusCode ${String(statusCode)}, ${String(type)}`);
}

function judgeError({ code, message }: Json): Judged {
  return typeof code === 'string' && typeof message === 'string'
    ? { shown: { failure: message }, problems: [] }
    : unusable('an error without code and message');
}

function noticeOf(value: unknown): Judged {
  return typeof value === 'string' && value.trim() !== ''
    ? { shown: { notice: value }, problems: [] }
    : unusable('a message without text');
}

function judgeTask(name: InvokeName, json: Json): Judged {
  const compose = objectAt(json, 'composeExtension');
  if (name === 'composeExtension/submitAction' && compose)
    return compose['type'] === 'message'
      ? noticeOf(compose['text'])
      : unusable('composeExtension is no message');
  const task = objectAt(json, 'task');
  if (!task) return unusable('no task');
  if (task['type'] === 'message') return noticeOf(task['value']);
  const value = objectAt(task, 'value');
  if (task['type'] !== 'continue' || !value)
    return unusable(`a task of type ${String(task['type'])}`);
  return judgeDialog(value);
}

function judgeDialog(value: Json): Judged {
  const attachment = objectAt(value, 'card') ?? {};
  const card = objectAt(attachment, 'content');
  if (attachment['contentType'] !== cardType || card?.['type'] !== 'AdaptiveCard')
    return unusable('a dialog without card');
  const title = textAt(value, 'title') ?? '';
  const problems = title === '' ? ['a dialog without title'] : [];
  for (const side of ['height', 'width'] as const)
    if (!isSize(value[side])) problems.push(`a dialog of ${side} ${String(value[side])}`);
  return { shown: { dialog: { title, card } }, problems };
}

function isSize(size: unknown): boolean {
  return (
    size === undefined ||
    (typeof size === 'number' && size > 0) ||
    size === 'small' ||
    size === 'medium' ||
    size === 'large'
  );
}

function unusable(problem: string): Judged {
  return { shown: { failure: 'Something went wrong. Please try again.' }, problems: [problem] };
}
