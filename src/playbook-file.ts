// Reads a playbook: YAML in, checked tasks or one message per mistake out. The format for editors is
// machines/playbooks/playbook.schema.json; a test holds the two together.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { approvalActs } from '#machines/approval-types.ts';
import { kinds, phases, roles } from '#machines/incident-types.ts';
import type { Level } from '#machines/incident-types.ts';
import { levels } from '#machines/levels.ts';
import type { Playbook, PlaybookTask } from '#machines/playbook.ts';
import { checkYaml } from './shared/yaml-file.ts';
import type { Result } from './shared/result.ts';
import { err, ok } from './shared/result.ts';

export const builtInPlaybookPath = new URL('../machines/playbooks/ssirp.yaml', import.meta.url);

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const durationHint = 'write a duration such as 30m, 2h or 3d';

const duration = z.string(durationHint).regex(/^[1-9][0-9]{0,3}[mhd]$/, durationHint);
const level = z.literal([1, 2, 3, 4], 'must be a level from 1 to 4');

const task = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by -'),
    phase: z.enum(phases),
    // The u flag counts code points, as JSON Schema does.
    text: z
      .string()
      .regex(
        /^\S(.{0,158}\S)?$/u,
        'must be one line of 1 to 160 characters, no spaces at the ends',
      ),
    role: z.enum(roles),
    levels: listOf(level),
    kinds: z.union([z.literal('all'), listOf(z.enum(kinds))], {
      error: `must be all, or a list of different kinds out of ${kinds.join(', ')}`,
    }),
    due: z
      .union([duration, z.partialRecord(z.enum(['1', '2', '3', '4']), duration)], {
        error: `${durationHint}, or one per level: { 1: 30m, 2: 2h }`,
      })
      .optional(),
    followUp: z.boolean().optional(),
  })
  .superRefine((written, context) => {
    for (const without of written.levels.filter((n) => !levels[n].roles.includes(written.role))) {
      context.addIssue({
        code: 'custom',
        path: ['role'],
        message: `level ${without} has no ${written.role}: nobody would get the task`,
      });
    }
    if (written.followUp === true && written.due === undefined) {
      context.addIssue({ code: 'custom', path: ['followUp'], message: 'a follow-up needs a due' });
    }
    const { due } = written;
    if (typeof due !== 'object') return;
    const [given, needed] = [
      Object.keys(due).join(', '),
      written.levels.toSorted((a, b) => a - b).join(', '),
    ];
    if (given !== needed) {
      const message = `names levels ${given}, but the task is for levels ${needed}`;
      context.addIssue({ code: 'custom', path: ['due'], message });
    }
  });

const playbook = z
  .strictObject({
    schema: z.literal('ssirp-playbook/1'),
    name: z.string().min(1, 'must not be empty'),
    version: z.string('must be text: write it in quotes').min(1, 'must not be empty'),
    tasks: z.array(task).min(1, 'needs at least one task'),
    approvals: z.partialRecord(z.enum(approvalActs), listOf(level)).optional(),
  })
  .superRefine(({ tasks }, context) => {
    for (const [index, { id }] of tasks.entries()) {
      if (tasks.findIndex((other) => other.id === id) === index) continue;
      const message = `the id ${id} is used twice`;
      context.addIssue({ code: 'custom', path: ['tasks', index, 'id'], message });
    }
  });

/** Two people for everything that can need them, at every level. */
const allApprovals: Playbook['approvals'] = Object.fromEntries(
  approvalActs.map((act) => [act, [1, 2, 3, 4]]),
);

/** The error is one line per mistake: `<file>:<line>: <path>: <what is wrong>`. */
export function parsePlaybook(yaml: string, filename: string): Result<Playbook, string> {
  const checked = checkYaml(playbook, yaml, filename);
  if (!checked.ok) return err(checked.error);
  const { name, version, tasks, approvals = allApprovals } = checked.value.value;
  return ok({ name, version, tasks: tasks.flatMap(byDueTime), approvals });
}

/** Reads a playbook from disk; throws with the message of `parsePlaybook`, or when there is no such file. */
export function loadPlaybook(path: URL | string): Playbook {
  const filename = path instanceof URL ? fileURLToPath(path) : path;
  const parsed = parsePlaybook(readFileSync(filename, 'utf8'), filename);
  if (!parsed.ok) throw new Error(`The playbook cannot be used.\n${parsed.error}`);
  return parsed.value;
}

/** One task per different due time: same id, disjoint levels. */
function byDueTime({ due, ...rest }: z.infer<typeof task>): PlaybookTask[] {
  const { followUp, ...written } = rest;
  const flagged = followUp === true ? { followUp } : {};
  const dueMsAt = (n: Level): number | null => {
    const text = typeof due === 'object' ? due[n] : due;
    return text === undefined ? null : durationMs(text);
  };
  const groups = Map.groupBy(written.levels, dueMsAt);
  return [...groups].map(([dueMs, own]) => ({ ...written, levels: own, dueMs, ...flagged }));
}

function durationMs(text: string): number {
  const unit = z.enum(['m', 'h', 'd']).parse(text.at(-1));
  return Number.parseInt(text, 10) * unitMs[unit];
}

function listOf<T extends z.ZodType>(item: T): z.ZodArray<T> {
  return z
    .array(item)
    .min(1, 'must not be empty')
    .refine((list) => new Set(list).size === list.length, 'names something twice');
}
