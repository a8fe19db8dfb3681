// What to type when a form could not be opened: every form has a command that does the same.
import type { Form, FormId } from '#src/messages/message.ts';

const commands: Readonly<Record<FormId, (subject: string) => string>> = {
  declare: () => 'declare <title> --level 2',
  sitrep: () => 'sitrep <text>',
  brief: () => 'brief <text>',
  assess: () => 'scope <text>',
  assign: (subject) => `assign ${subject} @person`,
  task: () => 'task add <text> @person',
  guidance: () => 'guidance <text>',
  postmortem: () => 'postmortem <summary>',
  followup: () => 'task add <text> @person',
  reason: (subject) => `${subject} <reason>`,
};

export function typedInstead(form: Form, code: string): string {
  const where = form.incidentId === null ? '' : `${form.incidentId} `;
  const command = `/incident ${where}${commands[form.id](form.subject)}`;
  return `Slack did not open the form (${code}). Press or type it again, or type it in one line: ${command}`;
}
