// What a chat platform must do for us, and what it calls when people speak. Nothing of a platform appears here.
import type { RoomHint, Surface } from '#machines/effects.ts';
import type { Plan } from '#machines/incident-types.ts';
import type { FileOf, Group, PersonId, PersonKind, RoomFacts } from '#machines/incident-types.ts';
import type { Command } from '../commands/command.ts';
import type { SubmittedForm } from '../commands/forms.ts';
import type { Form, FormValues, Message } from '../messages/message.ts';

/** A place the bot writes to, as the platform names it (a Slack channel id, a console channel). */
export type Conversation = string;

export type Delivery =
  | {
      outcome: 'delivered';
      /** The platform's id of what was made: message, file; empty where there is none. */
      externalId: string;
      /** Set by `openChannel` (its new room) and by posts to a person or the announcement channel. */
      conversation?: Conversation;
      name?: string;
      url?: string;
      /** Who is in the room now of those that an invitation's groups stand for. */
      invited?: readonly PersonId[];
      /** What could not be done though the rest was, e.g. one of several invitations. */
      remark?: string;
      /** An earlier try had posted it: it shows what it was to show then. */
      wasThere?: boolean;
      /** Set by `look`: what it found, or null when there is no such room that the bot can see. */
      saw?: RoomFacts | null;
    }
  /**
   * Rate limited, timed out, 5xx: the dispatcher repeats, after `afterMs` where the platform said so. `nothingDone`:
   * this try has certainly left nothing behind.
   */
  | { outcome: 'retryLater'; reason: string; afterMs?: number; nothingDone?: boolean }
  /** Nothing works for this tenant until an administrator acts: all its deliveries are held back. */
  | { outcome: 'tenantDown'; reason: string; remedy?: string; nothingDone?: boolean }
  /** No such channel, revoked, malformed: repeating would not help. `remedy` is for people. */
  | {
      outcome: 'failed';
      reason: string;
      remedy?: string;
      /** The message to update is no longer there: it can only be posted anew. */
      isGone?: boolean;
      /** The workspace has no such thing: its plan, its settings, or what the bot may do there. */
      isUnavailable?: boolean;
      /** Nobody foresaw this answer: the admins are told too. */
      isUnforeseen?: boolean;
      /** The room is archived, gone or closed to the bot: it is looked at before anything is given up. */
      isRoomInDoubt?: boolean;
    };

/** Whether anything works for a tenant. */
export type Standing =
  | { is: 'up' }
  | { is: 'down'; reason: string; remedy?: string }
  /** The platform did not say. */
  | { is: 'unknown' };

export type Deed =
  /**
   * `former`: rooms whose place it takes, which it must not be. `people`: who belongs to what is private, for a
   * platform that makes such a room with its people; they are invited all the same.
   */
  | {
      kind: 'openChannel';
      name: string;
      private: boolean;
      purpose: string;
      people?: readonly PersonId[];
      former?: readonly Conversation[];
    }
  | { kind: 'topic'; conversation: Conversation; topic: string }
  /** `groups` are resolved by the platform; who came in with them is said in the delivery. */
  | {
      kind: 'invite';
      conversation: Conversation;
      people: readonly PersonId[];
      groups?: readonly Group[];
    }
  /** `to: null` posts to the announcement channel. */
  | {
      kind: 'post';
      to: Conversation | null;
      message: Message;
      pin: boolean;
      /** It will be updated in place. */
      isCard?: boolean;
      /** The message that it stands below, where the platform has threads. */
      thread?: string;
      /** Standing in a thread, it is shown in the conversation too. */
      isBroadcast?: boolean;
    }
  /** Below a message of any conversation; where the bot may not write, nothing is said. */
  | { kind: 'reply'; messageId: string; link: string | null; message: Message }
  | { kind: 'tell'; person: PersonId; message: Message }
  | { kind: 'update'; conversation: Conversation; externalId: string; message: Message }
  /** The page of one person; shown again it is replaced as a whole. */
  | { kind: 'home'; person: PersonId; message: Message }
  /** `externalId: null` makes the room's document; where the workspace has none the answer has an empty id. */
  | { kind: 'canvas'; conversation: Conversation; externalId: string | null; message: Message }
  | { kind: 'bookmark'; conversation: Conversation; url: string; title: string }
  | {
      kind: 'upload';
      conversation: Conversation;
      filename: string;
      /** Other for each export, the same in each try: what was uploaded before is found by it. */
      title: string;
      content: Uint8Array;
      /** Who asked for what, where that is known: a platform may be able to offer a file to a person only. */
      asked?: { by: PersonId; incidentId: string; of: FileOf };
    }
  | { kind: 'archive'; conversation: Conversation }
  /** Takes people out of the room; who is not in it is out already. */
  | { kind: 'remove'; conversation: Conversation; people: readonly PersonId[] }
  /** Reads the room: its kind, and who is in it. */
  | { kind: 'look'; conversation: Conversation };

export interface OutgoingEffect {
  tenant: string;
  /** Idempotency key, opaque; placed on the platform where it can be found again. */
  key: string;
  /** From 2 on an earlier try may have succeeded: the adapter looks before it repeats. */
  attempt: number;
  /** When the first try began, ISO-8601 UTC: how far back to look. */
  firstTriedAt: string;
  deed: Deed;
}

/** Delivers one effect. It never throws: what went wrong is part of the answer. */
export interface ChatPort {
  /** `slack`, `teams` or `console`; the first part of tenant and person ids. */
  readonly platform: string;
  /** What this platform has beyond messages; left out: nothing. */
  readonly surfaces?: ReadonlySet<Surface>;
  deliver(effect: OutgoingEffect): Promise<Delivery>;
  /**
   * Keeps a place below the platform's limits for what the effect will call, and returns 0: it is to be delivered at
   * once then. Otherwise the milliseconds until it is worth asking again. Where there are no limits it is left out.
   */
  reserve?(effect: OutgoingEffect): number;
  /** Asks the platform whether anything works for the tenant; it never rejects. Left out where nothing can be down. */
  standing?(tenant: string): Promise<Standing>;
}

/** Who speaks, as the platform vouches for them. `kind` decides authority: guests and strangers have none. */
export interface Actor {
  id: PersonId;
  tenant: string;
  kind: PersonKind;
}

/** Where something was said. */
export interface Spoken {
  actor: Actor;
  /** The platform's key of this delivery; the same key is answered again but does nothing twice. */
  requestId: string;
  /** Where it was said; null in a form or a direct message. */
  conversation: Conversation | null;
  /** The message below which it was said. */
  thread?: string | undefined;
  /** What a declaration that is said on the stage of a drill is measured by. */
  exercise?: Plan;
}

/** What the person who spoke sees at once. */
export interface Reply {
  message: Message;
  /** A form to show; opened at once where the platform can. */
  form?: Form;
  /** True when nothing was changed because the request was refused. */
  refused: boolean;
  /** Refused only because the platform did not say who speaks: what nobody will say again must be delivered again. */
  isUnsure?: true;
  /** Our own failure: nothing was changed, and what nobody will say again must be delivered again. */
  isBroken?: true;
}

export type FormReply =
  | { ok: true; reply: Reply }
  | { ok: false; errors: Readonly<Record<string, string>> };

/** What a platform tells by itself, of a room or of a person; nobody asked for anything. */
export type Notice =
  /** Something happened to a room. What is so is looked up; `hint` is for what can no longer be seen then. */
  | {
      kind: 'room';
      tenant: string;
      conversation: Conversation;
      hint: RoomHint | null;
      by: PersonId | null;
    }
  | { kind: 'roomMoved'; tenant: string; from: Conversation; to: Conversation }
  /** Somebody known is no longer what they were: deactivated, a guest. */
  | { kind: 'person'; person: Met };

/** What the receivers call. Synchronous: the answer is durable when it returns. */
export interface CommandSink {
  /** Somebody looks at their home page: it is kept current from now on. False: it is not known who they are. */
  opened(actor: Actor): boolean;
  /** A typed command, without the leading `/incident`; mentions already as `<@person-id>`. */
  say(spoken: Spoken, text: string): Reply;
  /** A command that is no text: reactions and shortcuts. */
  do(spoken: Spoken, command: Command): Reply;
  /** A submitted form. Errors are by field name and leave the form open. */
  submit(spoken: Spoken, form: SubmittedForm, values: FormValues): FormReply;
  /** The platform tells who somebody is; name, zone and standing are kept for display and authority. */
  met(person: Met): void;
  /** The platform tells something by itself. A repeated notice does no harm. */
  notice(notice: Notice): void;
}

/** A file as it is now. */
export type MakeFile = (
  incidentId: string,
  of: FileOf,
) => { filename: string; content: Uint8Array };

/** A file, or why the person may not have it. */
export type FileReply = { ok: true; file: ReturnType<MakeFile> } | { ok: false; reply: Reply };

/** For platforms that put a file somewhere only once a person takes it. */
export interface FileSource {
  /** The file as it is now; whether the person may have it is asked again. */
  fileFor(spoken: Spoken, incidentId: string, of: FileOf): FileReply;
}

export interface Met {
  id: PersonId;
  tenant: string;
  name: string;
  handle: string;
  /** IANA zone, e.g. `Europe/Berlin`; null when the platform does not say. */
  zone: string | null;
  kind: Actor['kind'];
}
