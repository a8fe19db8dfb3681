// What a persona does from the page; each is one request, and what came of it is shown.
import type { Answer } from '../wire.ts';
import { post, type Deed } from './api.ts';
import type { Follow } from './follow.ts';
import type { App, PageState } from './state.ts';

/** What the page's parts need of its drawing. */
export interface Screen {
  draw: () => void;
  isAtEnd: () => boolean;
  toEnd: () => void;
  focusBox: () => void;
  focusFirstError: () => void;
}

export interface Core {
  readonly state: PageState;
  change: App['change'];
  notify: App['notify'];
  load: () => Promise<void>;
  follow: Follow;
  screen: Screen;
}

const declaring = /^\/incident\s+(declare|open|new|create|drill)\b/i;

export function createDeeds(
  core: Core,
): Pick<App, 'say' | 'press' | 'submit' | 'capture' | 'drill'> {
  const { change, notify, follow, screen } = core;
  const tell = ({ text, refused }: Answer): void => {
    if (text !== '') notify(text, refused ? 'bad' : 'normal');
  };
  return {
    say: async (text) => {
      if (declaring.test(text)) follow.expect(core.state);
      const answer = await act(core, 'say', { text });
      // A command is answered in the channel; who looks at the panel would not see that.
      const isUnseen = core.state.view === 'panel' || !text.startsWith('/');
      if (answer !== null && isUnseen) tell(answer);
      return answer;
    },
    press: async (messageId, buttonId) => {
      const wasAtEnd = screen.isAtEnd();
      const answer = await act(core, 'press', { messageId, buttonId });
      if (answer !== null && (answer.refused || !wasAtEnd)) tell(answer);
    },
    submit: async (values) => {
      const { form: open } = core.state;
      if (open === null) return;
      const { id, incidentId, subject, seen } = open.form;
      if (id === 'declare') follow.expect(core.state);
      change({ form: { ...open, sending: true } });
      const form = { id, incidentId, subject, seen };
      const answer = await act(core, 'submit', { channel: open.channel, form, values });
      // The form comes back when something is to be asked about first.
      if (answer !== null && answer.form !== null) return;
      const errors = answer?.errors ?? { '': 'This could not be sent. Please try again.' };
      const stays = Object.keys(errors).length > 0;
      change({ form: stays ? { ...open, errors, sending: false } : null });
      if (stays) screen.focusFirstError();
    },
    capture: async (messageId) => {
      const answer = await act(core, 'capture', { messageId });
      if (answer !== null) tell(answer);
    },
    drill: async () => {
      follow.expect(core.state);
      const answer = await act(core, 'drill', {});
      if (answer !== null) tell(answer);
    },
  };
}

async function act(
  { state, change, notify, load }: Core,
  deed: Deed,
  body: Readonly<Record<string, unknown>>,
): Promise<Answer | null> {
  const { channel, me } = state;
  try {
    const answer = await post(deed, { as: me, channel, ...body });
    if (answer.form !== null) {
      change({ form: { form: answer.form, channel, errors: {}, sending: false } });
    }
    await load();
    return answer;
  } catch {
    notify('ssirp-bot did not answer. Nothing is lost: try again in a moment.', 'bad');
    return null;
  }
}
