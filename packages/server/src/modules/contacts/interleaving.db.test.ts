import { assert, type PersonId } from '@plaza/base';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestContacts, type TestContacts } from './testing.ts';

// Three people do whatever they like to each other. After every command, who stands how to whom
// and who may write to whom must be what a model of a few lines says.

const verbs = ['ask', 'accept', 'ignore', 'withdraw', 'block', 'unblock', 'remove'] as const;
type Command = { verb: (typeof verbs)[number]; from: number; to: number };

const command: fc.Arbitrary<Command> = fc
  .record({ verb: fc.constantFrom(...verbs), from: fc.nat(2), step: fc.constantFrom(1, 2) })
  .map(({ verb, from, step }) => ({ verb, from, to: (from + step) % 3 }));

/** What one person's side knows of one other. */
type View = {
  listed: boolean;
  blocked: boolean;
  asked: boolean;
  box: 'none' | 'pending' | 'ignored';
};

function createViews(): (a: number, b: number) => View {
  const views = new Map<string, View>();
  return (a, b) => {
    const key = `${a}${b}`;
    const known = views.get(key) ?? { listed: false, blocked: false, asked: false, box: 'none' };
    views.set(key, known);
    return known;
  };
}

function createModel() {
  const view = createViews();

  function list(a: number, b: number): void {
    const mine = view(a, b);
    const hadAsked = mine.box !== 'none';
    Object.assign(mine, { listed: true, asked: false, box: 'none' });
    if (hadAsked && view(b, a).asked) list(b, a);
  }

  function ask(a: number, b: number): boolean {
    const mine = view(a, b);
    const theirs = view(b, a);
    if (mine.listed && theirs.listed) return false;
    if (theirs.listed || mine.box !== 'none') {
      list(a, b);
      return true;
    }
    mine.asked = true;
    if (theirs.blocked) return true;
    theirs.box = 'pending';
    if (theirs.asked) list(b, a);
    return true;
  }

  function withdraw(a: number, b: number): boolean {
    if (!view(a, b).asked) return false;
    view(a, b).asked = false;
    view(b, a).box = 'none';
    return true;
  }

  function act({ verb, from, to }: Command): boolean {
    const mine = view(from, to);
    if (verb === 'ask') return ask(from, to);
    if (verb === 'withdraw') return withdraw(from, to);
    if (verb === 'accept') {
      if (mine.box === 'none') return false;
      list(from, to);
    } else if (verb === 'ignore') {
      if (mine.box !== 'pending') return false;
      mine.box = 'ignored';
    } else if (verb === 'block') {
      if (mine.blocked) return true;
      mine.blocked = true;
      if (mine.box === 'pending') mine.box = 'ignored';
      withdraw(from, to);
    } else if (verb === 'unblock') {
      mine.blocked = false;
    } else {
      if (!mine.listed) return false;
      mine.listed = false;
    }
    return true;
  }

  return {
    act,
    relation(a: number, b: number): string {
      const { listed, box, asked } = view(a, b);
      if (listed) return 'contact';
      if (box === 'pending') return 'request_received';
      return asked ? 'request_sent' : 'stranger';
    },
    mayWrite(a: number, b: number): string {
      if (!view(a, b).listed || !view(b, a).listed) return 'not_contact';
      return view(b, a).blocked ? 'blocked' : 'yes';
    },
  };
}

let city: TestContacts;
let serial = 0;
beforeAll(async () => {
  city = await openTestContacts();
});
afterAll(() => city?.[Symbol.asyncDispose]());

function newPeople(): PersonId[] {
  serial += 1;
  return [0, 1, 2].map((n) => city.person(`p${serial}_${n}`));
}

/** The id of the request that the command means; nonsense when there is none. */
async function requestId(ownerId: PersonId, other: PersonId, open: string[]): Promise<string> {
  const requests = await city.contacts.listRequests(ownerId);
  const mine = requests.find(
    ({ person, state, direction }) =>
      person.personId === other && open.includes(`${direction} ${state}`),
  );
  return mine?.requestId ?? 'none';
}

async function run(people: PersonId[], { verb, from, to }: Command): Promise<boolean> {
  const [a, b] = [people[from]!, people[to]!];
  const { contacts } = city;
  switch (verb) {
    case 'ask':
      return (await contacts.sendRequest(a, { personId: b, reason: '', via: 'handle' })).ok;
    case 'accept':
    case 'ignore': {
      const open = ['incoming pending', 'incoming ignored'];
      const answer = { requestId: await requestId(a, b, open), accept: verb === 'accept' };
      return (await contacts.answerRequest(a, answer)).ok;
    }
    case 'withdraw': {
      const id = await requestId(a, b, ['outgoing pending']);
      return (await contacts.withdrawRequest(a, id)).ok;
    }
    case 'block':
      return (await contacts.block(a, b)).ok;
    case 'unblock':
      await contacts.unblock(a, b);
      return true;
    case 'remove':
      return (await contacts.remove(a, b)).ok;
  }
}

const pairs = [0, 1, 2].flatMap((a) =>
  [0, 1, 2].filter((b) => b !== a).map((b) => [a, b] as const),
);

async function checkCounts(people: PersonId[]): Promise<void> {
  const { rows } = await city.db.query(
    `select p.contact_count - (
       select count(*) from contacts_contact c where c.owner_id = p.person_id and c.listed
     ) as off
     from contacts_person p where p.person_id = any($1::uuid[])`,
    [people],
  );
  for (const { off } of rows) expect(off).toBe(0n);
}

describe('three people', () => {
  test('stand to each other as the model says, after any commands', async () => {
    const commands = fc.array(command, { minLength: 1, maxLength: 18 });
    await fc.assert(
      fc.asyncProperty(commands, async (list) => {
        const people = newPeople();
        const model = createModel();
        for (const each of list) {
          const did = await run(people, each);
          await city.outbox.settle();
          expect(did, JSON.stringify(each)).toBe(model.act(each));
          for (const [a, b] of pairs) {
            const who = [people[a]!, people[b]!] as const;
            expect(await city.contacts.relation(...who)).toBe(model.relation(a, b));
            expect(await city.contacts.mayWrite(...who)).toBe(model.mayWrite(a, b));
          }
        }
        await checkCounts(people);
      }),
      { numRuns: 60, endOnFailure: true },
    );
    expect(city.problems).toEqual([]);
  }, 120_000);

  test('end with both copies of every request in accord, however they overlap', async () => {
    const commands = fc.array(command, { minLength: 2, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(commands, async (list) => {
        const people = newPeople();
        await Promise.all(list.map((each) => run(people, each)));
        await city.outbox.settle();
        await checkCounts(people);
        await checkAccord(people);
      }),
      { numRuns: 60, endOnFailure: true },
    );
    expect(city.problems).toEqual([]);
  }, 120_000);
});

/** What waits in a box is still wanted, and nothing waits between two who list each other. */
async function checkAccord(people: PersonId[]): Promise<void> {
  const { rows } = await city.db.query<Copies>(copiesSql, [people]);
  for (const { asker, asked, mutual } of rows) {
    assert(asker !== null, 'nobody has a request in the box that its asker does not know');
    const accords: Record<string, (string | null)[]> = {
      pending: ['pending', 'ignored', null],
      accepted: mutual ? ['accepted', null] : ['accepted', 'pending', 'ignored', null],
      withdrawn: ['withdrawn', 'accepted', null],
    };
    expect(accords[asker], `${asker} / ${asked}`).toContain(asked);
    if (mutual) expect([asker, asked]).not.toContain('pending');
  }
}

type Copies = { asker: string | null; asked: string | null; mutual: boolean };

const copiesSql = `
  select o.state as asker, i.state as asked, (
    select count(*) = 2 from contacts_contact c where c.listed and (
      (c.owner_id, c.person_id) = (o.owner_id, o.person_id)
      or (c.owner_id, c.person_id) = (o.person_id, o.owner_id))
  ) as mutual
  from (select * from contacts_request where direction = 'outgoing') o
  full join (select * from contacts_request where direction = 'incoming') i using (request_id)
  where coalesce(o.owner_id, i.owner_id) = any($1::uuid[])`;
