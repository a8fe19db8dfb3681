// Answer → what goes back in the same request. Every kind of request has its own form of the same few answers.
import type { CardJson } from '../adaptive-card.ts';
import type { Answer, Inbound } from './connector.ts';

/** `body` is sent as JSON; without one the response has none. */
export interface Responded {
  status: number;
  body?: unknown;
}

/** 500 makes the service try again where it does so, and tells the person where it does not. */
export function responseTo(kind: Inbound['kind'], answer: Answer): Responded {
  if (answer.kind === 'broken') return { status: 500 };
  switch (kind) {
    case 'pressed':
      return { status: 200, body: pressedBody(answer) };
    case 'dialogSubmitted':
      return dialogResponse(answer, '');
    case 'dialogOpened':
    case 'messageAction':
    case 'messageActionSubmitted':
      return dialogResponse(answer, nothingToSay);
    default:
      return { status: 200 };
  }
}

/** Where an empty answer would be taken for a mistake. */
const nothingToSay = 'Done.';

type Answered = Exclude<Answer, { kind: 'broken' }>;

function pressedBody(answer: Answered): CardJson {
  switch (answer.kind) {
    case 'card':
      return {
        statusCode: 200,
        type: 'application/vnd.microsoft.card.adaptive',
        value: answer.card,
      };
    case 'notice':
    case 'dialogClosed':
      return message(answer.text);
    default:
      return message(nothingToSay);
  }
}

function message(text: string): CardJson {
  return {
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value: text === '' ? nothingToSay : text,
  };
}

function dialogResponse(answer: Answered, instead: string): Responded {
  if (answer.kind === 'dialog' || answer.kind === 'card') {
    const title = answer.kind === 'dialog' ? answer.title : 'ssirp';
    return { status: 200, body: { task: { type: 'continue', value: dialog(title, answer.card) } } };
  }
  const said = answer.kind === 'none' ? '' : answer.text;
  const text = said === '' ? instead : said;
  return text === ''
    ? { status: 200 }
    : { status: 200, body: { task: { type: 'message', value: text } } };
}

function dialog(title: string, card: CardJson): CardJson {
  return {
    title,
    height: 'medium',
    width: 'medium',
    card: { contentType: 'application/vnd.microsoft.card.adaptive', content: card },
  };
}
