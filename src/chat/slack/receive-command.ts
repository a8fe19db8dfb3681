// The slash command. What was typed goes to the grammar, and the answer into the acknowledgement itself.
import type { AckFn, RespondArguments, SlashCommand } from '@slack/bolt';
import { privately, startForm, type Respond } from './answer.ts';
import { renderMessage } from './blocks.ts';
import { commandText } from './incoming-text.ts';
import { attempt, speaking, type Receiving } from './receiving.ts';

export interface CommandArgs {
  command: SlashCommand;
  ack: AckFn<string | RespondArguments>;
  respond: Respond;
}

export async function receiveCommand(
  receiving: Receiving,
  { command, ack, respond }: CommandArgs,
): Promise<void> {
  const requestId = `cmd:${command.trigger_id}`;
  await attempt(
    receiving,
    requestId,
    async () => {
      const channel = command.channel_name === 'directmessage' ? undefined : command.channel_id;
      const speaker = await speaking(receiving, { user: command.user_id, requestId, channel });
      const said = commandText(command.text, speaker.identity.team).trim();
      const reply = receiving.sink.say(speaker.spoken, said);
      if (!reply.form) return ack(privately(renderMessage(reply.message, speaker.readers)));
      startForm(receiving, speaker, reply.form, { triggerId: command.trigger_id, respond });
      return ack();
    },
    (apology) => ack({ response_type: 'ephemeral', text: apology }),
  );
}
