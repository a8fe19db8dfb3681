// What the bot itself has to say for the record.
import type { Opened, Work } from './apply-event.ts';
import { applyIncidentEvent } from './apply-event.ts';

export function note(work: Work, opened: Opened, text: string): void {
  applyIncidentEvent(work, opened, {
    type: 'NOTE',
    text,
    at: work.now,
    by: 'ssirp',
    occurredAt: work.now,
    link: null,
    author: null,
  });
}
