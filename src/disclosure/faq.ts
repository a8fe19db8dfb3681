// Questions and answers of a section: each question is a line `### question`, its answer what follows.

/** What stands before the first question is an answer without one. */
export function questionsOf(
  text: string | undefined,
): { question: string | undefined; answer: string }[] {
  const [before = '', ...rest] = (text ?? '').split(/^### +/m);
  const asked = rest.map((one) => {
    const [question = '', ...answer] = one.split('\n');
    return { question: question.trim(), answer: answer.join('\n').trim() };
  });
  return before.trim() === '' ? asked : [{ question: undefined, answer: before.trim() }, ...asked];
}
