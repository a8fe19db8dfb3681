import { openStore } from '#db/open.ts';
import { consoleStore } from '#db/console-chat.ts';
import { createConsoleChat } from '#src/chat/console/chat.ts';
import { createSink } from '#src/sink.ts';
import { Dispatcher } from '#src/delivery/dispatcher.ts';
import { Scheduler } from '#src/schedule/scheduler.ts';
import { manualClock } from '#src/shared/clock.ts';
import { newId } from '#src/shared/ids.ts';
import { loadPlaybook, builtInPlaybookPath } from '#src/playbook-file.ts';
import { createStage } from '#src/drill/console-stage.ts';
import { playDrill } from '#src/drill/play.ts';
import { loadScenario, builtInScenarios } from '#src/drill/scenario.ts';
import { loadIncident, allIncidents } from '#db/incidents.ts';
import { verifyIncident } from '#src/usecases/verify.ts';
import { readTimeline } from '#db/timeline.ts';
const log: any = { debug(){}, info(){}, warn(...a:any[]){console.log('WARN',JSON.stringify(a))}, error(...a:any[]){console.log('ERROR',JSON.stringify(a))} };
const store = openStore(':memory:');
const scenario = process.argv[2] ? loadScenario(builtInScenarios['ms08-078']!) : null;
const clock = manualClock(scenario?.startsAt ?? '2026-01-01T10:00:00.000Z');
const chat = createConsoleChat({ store: consoleStore(store.db), now: () => clock.now() } as any);
let pending: Promise<void>|undefined;
const rules = { playbook: loadPlaybook(builtInPlaybookPath), newId, announces: () => true };
let d: Dispatcher, s: Scheduler;
const afterChange = () => { pending ??= new Promise(done => setImmediate(() => { pending = undefined; s.wake(); d.wake(); done(); })); };
const sink = createSink({ store, rules, clock, log, admins: [], zone: 'UTC', newRef: newId, startDrill: undefined, afterChange });
d = new Dispatcher({ store, rules, ports: new Map([['console', chat.port]]), clock, log, random: () => 0, afterChange, makeExport: (id, f) => ({ filename: id + '.' + f, title: 'x', content: Buffer.from('x') }) });
s = new Scheduler({ store, rules, clock, log, afterChange });
d.start(); s.wake();
const settled = async () => { do { await pending; await d.idle(); } while (pending !== undefined || d.isBusy); };
if (scenario) {
  const stage = createStage({ store, sink, chat, clock, pace: { kind: 'scripted', clock, startsAt: scenario.startsAt, settled, wait: async () => {} } });
  const t0 = performance.now();
  const id = await playDrill(scenario, stage, (p) => { if (p.surprising) console.log('SURPRISE', p.step.line, p.step.by, p.step.text, '=>', p.answer); });
  await settled();
  console.log(id, Math.round(performance.now() - t0), 'ms');
} else {
  sink.met({ id: 'console:local:ada', tenant: 'console:local', name: 'Ada Reyes', handle: 'ada', zone: 'Europe/Berlin', kind: 'member' });
  let n = 0, conv: string|null = 'general';
  for (const line of ['declare Exchange zero-day --level 1', 'status', 'advance', 'role open me', 'brief it is bad', 'tlp AMBER', 'advance', 'ack 1', 'done 1', 'tasks', 'frobnicate', 'stand-down nothing', 'timeline 5', 'health']) {
    const r = sink.say({ actor: { id: 'console:local:ada', tenant: 'console:local', kind: 'member' }, requestId: String(n++), conversation: conv }, line);
    await settled();
    console.log('>>', line, '\n', r.refused ? 'REFUSED ' : '', r.message.summary.slice(0, 600));
    if (line.startsWith('declare')) conv = chat.store.channels().find((c: any) => c.name.startsWith('inc-'))!.id;
  }
}
for (const row of allIncidents(store.db)) { const v = verifyIncident(store.db, row); console.log(v, row.phase, row.closed); 
  if (process.argv[3]) for (const e of readTimeline(store.db, row.id)) console.log(e.seq, e.occurredAt.slice(0,16), e.actor.split(':').at(-1), e.kind, '|', e.text.slice(0,150)); }
