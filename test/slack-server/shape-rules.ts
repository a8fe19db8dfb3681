// The small vocabulary in which block-kit.ts and block-elements.ts write down Slack's rules: each rule looks at one
// JSON value and reports what Slack would object to, with the JSON pointer Slack would name.

import { isObject, textAt, type Json } from './json.ts';

export type Surface = 'message' | 'modal' | 'home';

export interface Problem {
  pointer: string;
  message: string;
}

export interface Check {
  surface: Surface;
  problems: Problem[];
}

export type Rule = (value: unknown, pointer: string, check: Check) => void;

export interface Shape {
  required?: Readonly<Record<string, Rule>>;
  optional?: Readonly<Record<string, Rule>>;
  also?: (object: Json, pointer: string, check: Check) => void;
}

export function report(check: Check, pointer: string, message: string): void {
  check.problems.push({ pointer, message });
}

/** Slack counts characters as people do, not UTF-16 halves. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

export function string(max: number, min = 0): Rule {
  return (value, pointer, check) => {
    if (typeof value !== 'string') return report(check, pointer, 'must be a string');
    if (lengthOf(value) > max) report(check, pointer, `must be less than ${max + 1} characters`);
    if (lengthOf(value) < min) report(check, pointer, `must be more than ${min - 1} characters`);
  };
}

export const boolean: Rule = (value, pointer, check) => {
  if (typeof value !== 'boolean') report(check, pointer, 'must be a boolean');
};

export function integer(min: number, max: number): Rule {
  return (value, pointer, check) => {
    if (!Number.isInteger(value) || Number(value) < min || Number(value) > max) {
      report(check, pointer, `must be an integer from ${min} to ${max}`);
    }
  };
}

export function oneOf(...allowed: readonly string[]): Rule {
  return (value, pointer, check) => {
    if (typeof value !== 'string' || !allowed.includes(value)) {
      report(check, pointer, `must be one of: ${allowed.join(', ')}`);
    }
  };
}

export function matching(pattern: RegExp, name: string): Rule {
  return (value, pointer, check) => {
    if (typeof value !== 'string' || !pattern.test(value))
      report(check, pointer, `must be a ${name}`);
  };
}

export function list(max: number, item: Rule, min = 1): Rule {
  return (value, pointer, check) => {
    if (!Array.isArray(value)) return report(check, pointer, 'must be an array');
    if (value.length > max) report(check, pointer, `no more than ${max} items allowed`);
    if (value.length < min) report(check, pointer, `no fewer than ${min} items allowed`);
    for (const [index, entry] of value.entries()) item(entry, `${pointer}/${index}`, check);
  };
}

/** An object with exactly these keys (`type` is allowed throughout, the caller has read it). */
export function shape({ required = {}, optional = {}, also }: Shape): Rule {
  const rules = new Map(Object.entries({ ...optional, ...required }));
  return (value, pointer, check) => {
    if (!isObject(value)) return report(check, pointer, 'must be an object');
    for (const key of Object.keys(required)) {
      if (value[key] === undefined) report(check, pointer, `missing required field: ${key}`);
    }
    for (const [key, entry] of Object.entries(value)) {
      if (key === 'type' || entry === undefined) continue;
      const rule = rules.get(key);
      if (rule) rule(entry, `${pointer}/${key}`, check);
      else report(check, pointer, `invalid additional property: ${key}`);
    }
    also?.(value, pointer, check);
  };
}

/** An object whose `type` chooses its shape. */
export function typed(kind: string, shapes: Readonly<Record<string, Rule>>): Rule {
  const rules = new Map(Object.entries(shapes));
  return (value, pointer, check) => {
    if (!isObject(value)) return report(check, pointer, `${kind} must be an object`);
    const type = textAt(value, 'type');
    const rule = type === undefined ? undefined : rules.get(type);
    if (rule) rule(value, pointer, check);
    else report(check, `${pointer}/type`, `unsupported type: ${type ?? '(none)'}`);
  };
}

function textObject(types: readonly string[], max: number): Rule {
  const content = shape({
    required: { text: string(max, 1) },
    optional: { emoji: boolean, verbatim: boolean },
  });
  return (value, pointer, check) => {
    content(value, pointer, check);
    if (!isObject(value)) return;
    const type = textAt(value, 'type') ?? '(none)';
    if (!types.includes(type)) report(check, `${pointer}/type`, `must be ${types.join(' or ')}`);
    if (type === 'plain_text' && value['verbatim'] !== undefined) {
      report(check, pointer, 'invalid additional property: verbatim');
    }
    if (type === 'mrkdwn' && value['emoji'] !== undefined) {
      report(check, pointer, 'invalid additional property: emoji');
    }
  };
}

export function anyText(max: number): Rule {
  return textObject(['plain_text', 'mrkdwn'], max);
}

export function plainText(max: number): Rule {
  return textObject(['plain_text'], max);
}

/** Reports every value that appears a second time; what is unique differs (block_id, action_id). */
export function unique(values: readonly (string | undefined)[], what: string): string[] {
  const seen = new Set<string>();
  const repeated: string[] = [];
  for (const value of values) {
    if (value === undefined) continue;
    if (seen.has(value)) repeated.push(`${what} "${value}" already exists`);
    seen.add(value);
  }
  return repeated;
}
