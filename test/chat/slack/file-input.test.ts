// A form that asks for a file: Slack says where it is, and its text is what the form's field has.
import { expect, test } from 'vitest';
import { formLimits } from '#src/messages/form-fields.ts';
import type { Form } from '#src/messages/message.ts';
import { objectsAt, type Json } from '../../slack-server/json.ts';
import { says, SlackBench } from './harness.ts';

const form: Form = {
  id: 'brief',
  title: 'Hand in a file',
  submit: 'Take it',
  incidentId: 'INC-2026-0001',
  subject: '1',
  seen: '',
  fields: [
    {
      name: 'file',
      label: 'File',
      required: true,
      kind: 'file',
      endings: ['md', 'txt'],
      maxBytes: formLimits.fileBytes,
    },
  ],
};

const chosen = (bench: SlackBench, content: string | Uint8Array): Json =>
  bench.people.chooses({
    user: 'U0ADA',
    name: 'sb26-001.md',
    content: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  });

async function handIn(
  bench: SlackBench,
  file: Json,
): Promise<Awaited<ReturnType<typeof bench.people.submitView>>['outcome']> {
  const channel = bench.addIncidentChannel();
  bench.sink.reply = () => says('', { form });
  await bench.people.slash({ user: 'U0ADA', channel, command: '/incident', text: 'x' });
  await bench.settled();
  const [view] = bench.server.openViews('U0ADA');
  const { outcome } = await bench.people.submitView({
    user: 'U0ADA',
    viewId: view?.id ?? '',
    values: { file },
  });
  await bench.settled();
  expect(bench.server.lint).toEqual([]);
  return outcome;
}

test('its text is read with the bot’s token, and is the value of the field', async () => {
  await using bench = await SlackBench.start();

  const outcome = await handIn(bench, chosen(bench, '# Sicherheitslücke\n'));

  expect(outcome).toEqual({ action: 'cleared' });
  expect(bench.sink.heard.at(-1)).toMatchObject({ values: { file: '# Sicherheitslücke\n' } });
  expect(bench.logged.join()).not.toContain('Sicherheitslücke');
});

test('without the permission to read files it is said at the field, with what to do', async () => {
  await using bench = await SlackBench.start({ scopes: ['commands', 'chat:write', 'users:read'] });

  expect(await handIn(bench, chosen(bench, '# A'))).toEqual({
    action: 'errors',
    errors: { file: expect.stringContaining('files:read') as unknown },
  });
});

test('what is too large is refused before it is handed on', async () => {
  await using bench = await SlackBench.start();
  const large = new Uint8Array(formLimits.fileBytes + 1).fill(65);

  expect(await handIn(bench, chosen(bench, large))).toMatchObject({
    errors: { file: 'A file may have at most 500 kB.' },
  });
});

test('a picture with the ending of a text is none', async () => {
  await using bench = await SlackBench.start();

  expect(await handIn(bench, chosen(bench, new Uint8Array([0x89, 0x50, 0xff])))).toMatchObject({
    errors: { file: 'This file is no text in UTF-8.' },
  });
});

test('the token goes to no host but Slack’s', async () => {
  await using bench = await SlackBench.start();
  const [file] = objectsAt(chosen(bench, '# A'), 'files');
  const lure = { ...file, url_private_download: 'https://slack.com.evil.example/x' };

  expect(await handIn(bench, { files: [lure] })).toMatchObject({
    errors: { file: expect.stringContaining('cannot read') as unknown },
  });
});
