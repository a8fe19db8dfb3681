// In the thread of a task its commands need no number: what is said there is said about it.

const verbs = new Set(['ack', 'start', 'done', 'block', 'waive', 'assign', 'due']);

/** `done all logs are there` → `done 3 all logs are there`; what names a task, or is about none, stays. */
export function withTask(text: string, n: number): string {
  const [, verb = '', rest = ''] = /^\s*([a-z]+)(?:\s+(.*))?$/isu.exec(text) ?? [];
  if (!verbs.has(verb.toLowerCase()) || /^\d+(?:\s|$)/u.test(rest)) return text;
  return `${verb} ${n} ${rest}`.trim();
}
