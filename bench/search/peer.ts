import type { PersonId, Random } from '@plaza/base';
import type { Database } from '../../packages/server/src/kernel/db/index.ts';
import type { Plan } from './plan.ts';
import type { Ask } from './queries.ts';

/** What PostgreSQL does for such a query without an index of words. */
const peerClasses = [
  'commonest word',
  'common word',
  'middling word',
  'rare word',
  'absent word',
  'two signs',
];

export type PeerAnswer = { name: string; ms: number };

/** Looks through the logs of a person's conversations with ILIKE, newest first. */
export async function measurePeer(
  db: Database,
  plan: Plan,
  options: { classes: Record<string, Ask>; each: number; random: Random },
): Promise<PeerAnswer[]> {
  const answers: PeerAnswer[] = [];
  for (const name of peerClasses) {
    for (let n = 0; n < options.each; n += 1) {
      const viewer = options.random.int(plan.people.length);
      const query = options.classes[name]?.(viewer).input.query ?? '';
      const startedMs = performance.now();
      await db.query(
        `select e.conversation_id, e.seq, e.body, e.at
         from chat_member m join chat_inbox i using (conversation_id, person_id)
         join chat_entry e on e.conversation_id = m.conversation_id
           and e.seq > greatest(m.joined_seq, i.cleared_seq)
         where m.person_id = $1 and i.person_id = $1 and e.type = 'message'
           and e.body #>> '{message,text}' ilike '%' || $2 || '%'
         order by e.at desc limit 20`,
        [plan.people[viewer] as PersonId, query],
      );
      answers.push({ name, ms: performance.now() - startedMs });
    }
  }
  return answers;
}
