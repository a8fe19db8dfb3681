// An organisation at work for days of its own clock: people declare, staff, note, report, pin, come and go, while
// Slack fails some of its calls in every way, the power fails now and then, and what Slack sends may come twice. Each
// thing said carries a mark of its own, so that at the end the record can be compared with what people were answered.
import { buttonsOf } from '../slack-server/reading.ts';
import { failing } from './bad-slack.ts';
import { Organisation } from './organisation.ts';
import type { Random } from './random.ts';
import { randomFrom } from './random.ts';
import type { Mark, Room, Verdict } from './verdict.ts';
import { verdictOn } from './verdict.ts';

export interface SoakSize {
  incidents: number;
  people: number;
  /** What people do that reaches the bot. */
  events: number;
  /** Share of Slack's calls that fail, from 0 to 1. */
  failing: number;
  /** Calls that hang; each costs real seconds. */
  hanging: number;
  powerFailures: number;
  seed: number;
}

interface LedRoom extends Room {
  /** Who approves what needs two. */
  second: string;
  /** How far its lead has led it. */
  step: number;
}

export interface SoakFigures extends Verdict {
  events: number;
  /** The same delivery sent again. */
  sentTwice: number;
  /** Commands for which people waited in vain. */
  unanswered: number;
  socketRefreshes: number;
  days: number;
  callsFailed: Readonly<Record<string, number>>;
}

/** What the lead of an incident says, one after the other. */
const course = [
  'role open @me',
  'role deputy @second',
  'brief One customer reported it; one build.',
  'tlp GREEN',
  'advance',
  'scope The cache in front of the mail store',
  'affected Mail Server 2019',
  'mitigation Cache switched off',
  'decide advisory-only the cache stays off',
  'advance',
  'approve comms',
  'approve legal',
  'advance',
  'go',
  'guidance Switch the cache off.',
  'monitoring waive telemetry is quiet',
  'advance',
  'postmortem One customer was hit for an hour.',
  'close',
  'export md',
];

/** `tell` hears now and then how many events are over. */
export async function soak(
  size: SoakSize,
  tell: (done: number) => void = () => undefined,
): Promise<SoakFigures> {
  await using soaking = await Soak.begin(size);
  return await soaking.run(tell);
}

class Soak implements AsyncDisposable {
  readonly #size: SoakSize;
  readonly #random: Random;
  readonly #office: Organisation;
  readonly #rooms: LedRoom[] = [];
  readonly #marks: Mark[] = [];
  readonly #titles: string[] = [];
  #declared = 0;
  #said = 0;
  #sentTwice = 0;
  #unanswered = 0;
  #refreshes = 0;

  private constructor(size: SoakSize, office: Organisation) {
    this.#size = size;
    this.#random = randomFrom(size.seed);
    this.#office = office;
  }

  static async begin(size: SoakSize): Promise<Soak> {
    return new Soak(size, await Organisation.begin(size.people));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#office[Symbol.asyncDispose]();
  }

  async run(tell: (done: number) => void): Promise<SoakFigures> {
    const { events, incidents, powerFailures, failing: share, hanging } = this.#size;
    const { server } = this.#office;
    const begunAt = this.#office.now;
    const callsFailed = failing(server, this.#random, { share, hanging });
    const atOnce = 8;
    let powerFailed = 0;
    for (let done = 0; done < events; done += atOnce) {
      if (done > 0 && done % 2000 === 0) tell(done);
      if ((done / atOnce) % 40 === 39) {
        this.#refreshes += 1;
        await this.#office.renewsConnection(this.#refreshes % 2);
      }
      const work = Array.from({ length: Math.min(atOnce, events - done) }, () => {
        const declaresDue =
          this.#declared < Math.min(incidents, ((done + 1) / events) * incidents * 1.3);
        return declaresDue ? this.#declares() : this.#acts();
      });
      await Promise.all(work);
      await this.#office.renewed();
      if (
        powerFailed < powerFailures &&
        done > ((powerFailed + 1) * events) / (powerFailures + 1)
      ) {
        powerFailed += 1;
        await this.#office.losesPower();
      }
      await this.#office.later({ seconds: 10 + this.#random.below(60) });
      this.#learnRooms();
    }
    // What waits for a rate limit or an hour of quiet gets its time; Slack is well again.
    server.clearFaults();
    await this.#office.later({ hours: 12 });
    return {
      events,
      sentTwice: this.#sentTwice,
      unanswered: this.#unanswered,
      socketRefreshes: this.#refreshes,
      days: daysBetween(begunAt, this.#office.now),
      callsFailed,
      ...verdictOn(this.#office, { marks: this.#marks, titles: this.#titles, rooms: this.#rooms }),
    };
  }

  #person(): string {
    return this.#random.of(this.#office.people);
  }

  /** Sends a command; now and then the very same delivery comes again. */
  async #types(user: string, channel: string, text: string): Promise<string> {
    const { slack } = this.#office;
    const answer = await slack.slash({ user, channel, command: '/incident', text });
    if (answer.error !== undefined) this.#unanswered += 1;
    return answer.response?.text ?? '';
  }

  async #declares(): Promise<void> {
    this.#declared += 1;
    const private_ = this.#random.next() < 0.2;
    const mark = this.#newMark();
    const lead = this.#person();
    const level = private_ || this.#random.next() < 0.8 ? 4 : 1 + this.#random.below(3);
    // Titles that differ in a number only look like the same incident, and would be asked about.
    const text = `declare ${mark} leak --anyway --level ${level}${private_ ? ' --private' : ''}`;
    let id: string | undefined;
    // Whoever is told to try again does.
    for (let tries = 1; tries <= 20 && id === undefined; tries += 1)
      id = /INC-\d{4}-\d+/u.exec(await this.#types(lead, 'CGENERAL', text))?.[0];
    if (id === undefined) throw new Error('an incident could not be declared');
    this.#titles.push(mark);
    const second = this.#random.of(this.#office.people.filter((one) => one !== lead));
    this.#rooms.push({ id, channel: '', lead, second, private: private_, step: 0 });
  }

  async #acts(): Promise<void> {
    const open = this.#rooms.filter(({ channel }) => channel !== '');
    if (open.length === 0) return;
    const room = this.#random.of(open.slice(-60));
    const chance = this.#random.next();
    if (chance < 0.3) return this.#leads(room);
    if (chance < 0.55) return this.#notes(room);
    if (chance < 0.65) return this.#reports(room);
    if (chance < 0.75) return this.#pins(room);
    if (chance < 0.85) return this.#comesOrGoes(room);
    if (chance < 0.95) return this.#clicks(room);
    await this.#types(this.#person(), 'CGENERAL', this.#random.of(['list', 'tasks mine', 'help']));
  }

  async #leads(room: LedRoom): Promise<void> {
    const line = course[room.step];
    if (line === undefined) return this.#notes(room);
    room.step += 1;
    const said = line.replace('@second', `<@${room.second}>`);
    const answer = await this.#types(room.lead, room.channel, said);
    const [, proposed] = /Approval (\d+): .* proposed by/u.exec(answer) ?? [];
    if (proposed !== undefined)
      await this.#types(room.second, 'CGENERAL', `${room.id} approve ${proposed}`);
  }

  async #notes(room: Room): Promise<void> {
    const text = this.#newMark();
    const who = room.private ? room.lead : this.#memberOf(room);
    const answer = await this.#types(who, room.channel, `note ${text} seen`);
    if (answer.includes(text)) this.#marks.push({ text, incident: room.id, isShown: false });
  }

  async #reports(room: Room): Promise<void> {
    const text = this.#newMark();
    const answer = await this.#types(room.lead, room.channel, `sitrep ${text} contained`);
    if (answer.includes(text)) this.#marks.push({ text, incident: room.id, isShown: true });
  }

  async #pins(room: Room): Promise<void> {
    const { slack } = this.#office;
    const text = this.#newMark();
    const user = room.private ? room.lead : this.#memberOf(room);
    const { ts } = slack.stores({ user, channel: room.channel, text: `${text} in the logs` });
    const eventId = `EvSoak${text}`;
    const on = { user, channel: room.channel, ts, name: 'pushpin' };
    // Slack sends an event again until it is answered with 200, and sometimes once more after that.
    for (let tries = 1; tries <= 4; tries += 1) {
      const { error } = await slack.reactionAdded(on, { eventId });
      if (error === undefined) {
        this.#marks.push({ text, incident: room.id, isShown: false });
        if (this.#random.next() < 0.7) return;
        this.#sentTwice += 1;
      }
      await this.#office.app.settled();
    }
  }

  async #comesOrGoes(room: Room): Promise<void> {
    if (room.private) return;
    const { slack, server } = this.#office;
    const user = this.#person();
    if (user === room.lead) return;
    const isIn = server.channel(room.channel).members.has(user);
    const who = { user, channel: room.channel };
    await (isIn ? slack.leaves(who) : slack.joins(who));
  }

  async #clicks(room: Room): Promise<void> {
    const { slack, server } = this.#office;
    const label = this.#random.of(['Acknowledge', 'Status', 'Tasks', 'Checklist', 'Timeline']);
    const message = server.messages(room.channel).findLast((one) => buttonsOf(one).includes(label));
    if (message === undefined) return;
    await slack.press({ user: room.lead, channel: room.channel, ts: message.ts, label });
  }

  /** Somebody in the room, or the lead where nobody else is. */
  #memberOf({ channel, lead }: Room): string {
    const people = [...this.#office.server.channel(channel).members].filter((id) => id !== 'U0BOT');
    return people.length === 0 ? lead : this.#random.of(people);
  }

  /** People find the room once it is there and they are in it. */
  #learnRooms(): void {
    const channels = [...this.#office.server.workspace.channels.values()];
    for (const room of this.#rooms.filter(({ channel }) => channel === '')) {
      const found = channels.find(({ name }) => name.startsWith(room.id.toLowerCase()));
      if (found?.members.has(room.lead) === true) room.channel = found.id;
    }
  }

  #newMark(): string {
    this.#said += 1;
    return `mark${String(this.#said).padStart(6, '0')}end`;
  }
}

function daysBetween(from: string, to: string): number {
  return Math.round(Temporal.Instant.from(to).since(from).total('hours') / 2.4) / 10;
}
