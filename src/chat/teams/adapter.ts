// The Teams adapter: builds its parts once, and connects what comes in to them.
import type { PersonId } from '#machines/incident-types.ts';
import type { Log } from '../../shared/log.ts';
import type { ChatPort, CommandSink, FileSource } from '../port.ts';
import { createBackground } from './background.ts';
import { cardWords } from './cards.ts';
import type { TeamsMemory } from './memory.ts';
import { createPeople } from './people.ts';
import { createTake } from './receive.ts';
import type { RequestListener } from './request-listener.ts';
