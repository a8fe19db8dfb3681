// Walks through Slack's lists page by page, so far as is sensible for one answer.

const pagesMax = 50;

interface Page {
  response_metadata?: { next_cursor?: string };
}

export async function* pages<Answer extends Page>(
  ask: (cursor: { cursor?: string }) => Promise<Answer>,
  from = '',
): AsyncGenerator<Answer, void, undefined> {
  let cursor = from;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await ask(cursor === '' ? {} : { cursor });
    yield answer;
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') return;
  }
}
