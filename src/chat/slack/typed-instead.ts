// What to type when a form could not be opened: every form has a command that does the same.
import { unpackSource } from '#src/commands/source-message.ts';
import type { Form, FormId } from '#src/messages/message.ts';

const commands: Readonly<Record<FormId, (subject: string) => string>> = {
  declare: (subject) => `declare <title> --level 2${linkOf(subject)}`,
  captureInto: (subject) => `INC-2026-0001 note <text>${linkOf(subject)}`,
  taskFrom: (subject) => `INC-2026-0001 task add <text> @person${linkOf(subject)}`,
  sitrepPreview: () => 'sitrep <text>',
  sitrep: () => 'sitrep <text>',
  brief: () => 'brief <text>',
  assess: () => 'scope <text>',
  assessment: (subject) => {
    const [n = '', as = 'response'] = subject.split(' ');
    return as === 'both' ? `case ${n} reconcile <words>` : `case ${n} assess ${as} <words>`;
  },
  bugBar: (subject) => `case ${subject} bug-bar server elevation anonymous none`,
  assign: (subject) => `assign ${subject} @person`,
  due: (subject) => `due ${subject} <time>`,
  task: (subject) => `task add <text> @person${linkOf(subject)}`,
  guidance: () => 'guidance <text>',
  postmortem: () => 'postmortem <summary>',
  followup: () => 'task add <text> @person',
  ssvc: (subject) => `case ${subject} ssvc <utility> <technical impact> <public safety impact>`,
  vehicle: (subject) => `case ${subject} vehicle <vehicle> <reason>`,
  exploitability: (subject) => `case ${subject} exploitability <0-3> <note>`,
  measure: (subject) => `case ${subject} mitigation add <text>`,
  measureTest: (subject) => `case ${subject} mitigation <m> tested <product> ok`,
  statement: (subject) => `statement ${subject} write <text>`,
  importDocument: (subject) => `document ${subject.split(' ', 1)[0] ?? ''} write <section> <text>`,
  trainNotice: (subject) => `train ${subject} notice <bulletins> <severity> <product families>`,
  reason: (subject) => `${subject} <reason>`,
};

function linkOf(subject: string): string {
  const link = unpackSource(subject)?.link ?? null;
  return link === null ? '' : ` --link ${link}`;
}

export function typedInstead(form: Form, code: string): string {
  const where = form.incidentId === null ? '' : `${form.incidentId} `;
  const command = `/incident ${where}${commands[form.id](form.subject)}`;
  return `Slack did not open the form (${code}). Press or type it again, or type it in one line: ${command}`;
}
