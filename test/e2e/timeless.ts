// What stays the same between two runs: moments, spans and ids of channels are written as one.

export function timeless(text: string): string {
  return text
    .replaceAll(/archives\/C[0-9A-Z]+/g, 'archives/<channel>')
    .replaceAll(/<!date\^\d+\^[^|>]*\|[^>]*>/g, '<moment>')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( UTC|Z)?/g, '<moment>')
    .replaceAll(/\d\d:\d\d UTC/g, '<time>')
    .replaceAll(/\bin (about )?\d+ (min|h|d)\b/g, 'in <span>');
}
