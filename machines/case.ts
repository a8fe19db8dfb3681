// The chart of one case: Vultron's three machines side by side, exactly by its published tables, and the rules between
// them. What Vultron says SHALL happen happens by itself; what SHOULD becomes a task that somebody must decide.
import {
  s,
  received,
  validated,
  invalidated,
  accepted,
  deferred,
  closed,
  linked,
  deferredAsDuplicate,
  proposed,
  agreed,
  startClock,
  stillProposed,
  rejected,
  rejectedByFacts,
  withoutEmbargo,
  endedByPerson,
  endedByTime,
  endedByFacts,
  happened,
  cveAssigned,
  listedInKev,
  investigate,
  moved,
} from './case-acts.ts';
import type { CaseFact } from './incident-types.ts';

/** Stored with every journal row; raise it when a change makes old journals replay differently. */
export const caseChartVersion = 1;

const fact = (name: CaseFact) => ({ type: 'isFact' as const, params: { fact: name } });
const duplicateTo = (target: string) => ({
  DUPLICATE: { guard: 'isOtherCase' as const, target, actions: [validated, linked] },
});

export const caseMachine = s.createMachine({
  id: 'case',
  context: ({ input }) => ({
    incidentId: input.incidentId,
    n: input.n,
    title: input.title,
    cve: input.cve,
    reporter: input.reporter,
    openedAt: input.at,
    openedBy: input.by,
    duplicateOf: null,
    bypassOf: input.bypassOf,
    proposals: [],
    embargoUntil: null,
    isWithoutEmbargo: false,
    history: input.vendorAware ? [{ machine: 'cs', code: 'V', at: input.at }] : [],
    movedTo: null,
  }),
  initial: 'here',
  states: {
    here: {
      type: 'parallel',
      on: { MOVED: { target: 'moved', actions: moved } },
      exit: s.cancel('embargo'),
      states: {
        rm: {
          initial: 'start',
          states: {
            start: {
              always: {
                target: 'received',
                actions: received,
              },
            },
            received: {
              on: {
                VALIDATE: { target: 'valid', actions: validated },
                INVALIDATE: { target: 'invalid', actions: invalidated },
                ...duplicateTo('valid'),
              },
            },
            invalid: {
              on: {
                VALIDATE: { target: 'valid', actions: validated },
                CLOSE: { target: 'closed', actions: closed },
                ...duplicateTo('valid'),
              },
            },
            valid: {
              always: { guard: 'isDuplicate', target: 'deferred', actions: deferredAsDuplicate },
              on: {
                ACCEPT: { target: 'accepted', actions: accepted },
                DEFER: { target: 'deferred', actions: deferred },
                DUPLICATE: { guard: 'isOtherCase', actions: linked },
              },
            },
            accepted: {
              on: {
                DEFER: { target: 'deferred', actions: deferred },
                CLOSE: { target: 'closed', actions: closed },
                DUPLICATE: {
                  guard: 'isOtherCase',
                  target: 'deferred',
                  actions: [linked, deferredAsDuplicate],
                },
              },
            },
            deferred: {
              on: {
                ACCEPT: { target: 'accepted', actions: accepted },
                CLOSE: { target: 'closed', actions: closed },
                DUPLICATE: { guard: 'isOtherCase', actions: linked },
              },
            },
            closed: {},
          },
        },
        em: {
          initial: 'none',
          states: {
            none: {
              on: {
                PROPOSE_EMBARGO: { guard: 'mayPropose', target: 'proposed', actions: proposed },
                NO_EMBARGO: { actions: withoutEmbargo },
              },
            },
            proposed: {
              always: { guard: 'isBarred', target: 'none', actions: rejectedByFacts },
              on: {
                PROPOSE_EMBARGO: { guard: 'endsInFuture', actions: proposed },
                REJECT_EMBARGO: { target: 'none', actions: rejected },
                ACCEPT_EMBARGO: {
                  guard: 'isProposalOpen',
                  target: 'active',
                  actions: [agreed, ...startClock],
                },
              },
            },
            active: {
              always: [
                { guard: 'isOvertaken', target: 'exited', actions: endedByFacts },
                { guard: 'hasLongerProposal', target: 'revise', actions: stillProposed },
              ],
              on: {
                PROPOSE_EMBARGO: { guard: 'endsInFuture', target: 'revise', actions: proposed },
                REVISE_EMBARGO: { guard: 'endsInFuture', target: 'revise', actions: proposed },
                END_EMBARGO: { target: 'exited', actions: endedByPerson },
                EMBARGO_OVER: { target: 'exited', actions: endedByTime },
              },
            },
            revise: {
              always: { guard: 'isOvertaken', target: 'exited', actions: endedByFacts },
              on: {
                PROPOSE_EMBARGO: { guard: 'endsInFuture', actions: proposed },
                REVISE_EMBARGO: { guard: 'endsInFuture', actions: proposed },
                ACCEPT_EMBARGO: {
                  guard: 'isProposalOpen',
                  target: 'active',
                  actions: [agreed, ...startClock],
                },
                REJECT_EMBARGO: { target: 'active', actions: rejected },
                END_EMBARGO: { target: 'exited', actions: endedByPerson },
                EMBARGO_OVER: { target: 'exited', actions: endedByTime },
              },
            },
            exited: { entry: s.cancel('embargo') },
          },
        },
        cs: {
          type: 'parallel',
          states: {
            vendor: {
              initial: 'unknown',
              states: {
                unknown: { always: [{ guard: 'isAware', target: 'Vfd' }, { target: 'vfd' }] },
                vfd: {
                  always: { guard: 'isPublic', target: 'Vfd', actions: happened('V', 'P') },
                  on: { VENDOR_AWARE: { target: 'Vfd', actions: happened('V') } },
                },
                Vfd: {
                  on: {
                    FIX_READY: { guard: 'isAccepted', target: 'VFd', actions: happened('F') },
                  },
                },
                VFd: {
                  on: { FIX_DEPLOYED: { target: 'VFD', actions: happened('D') } },
                },
                VFD: {},
              },
            },
            awareness: {
              initial: 'p',
              states: {
                p: {
                  always: {
                    guard: 'isExploitPublic',
                    target: 'P',
                    actions: happened('P', 'X'),
                  },
                  on: { FACT: { guard: fact('public'), target: 'P', actions: happened('P') } },
                },
                P: {},
              },
            },
            exploit: {
              initial: 'x',
              states: {
                x: {
                  on: { FACT: { guard: fact('exploit'), target: 'X', actions: happened('X') } },
                },
                X: {},
              },
            },
            attacks: {
              initial: 'a',
              states: {
                a: {
                  on: { FACT: { guard: fact('attacks'), target: 'A', actions: happened('A') } },
                },
                A: {},
              },
            },
          },
        },
        record: {
          on: {
            CVE: { guard: 'isOtherCve', actions: cveAssigned },
            KEV: { guard: 'isNewListing', actions: listedInKev },
            ...investigate,
          },
        },
      },
    },
    moved: {},
  },
});
