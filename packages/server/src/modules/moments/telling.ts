import type { PersonId } from '@plaza/base';
import type { EventPayload, MomentAudience } from '@plaza/contract';
import type { MomentsDeps } from './deps.ts';
import { gatherFacts, judgeWitnesses, postOf } from './judging.ts';
import { addNotices } from './noticing.ts';
import { happenedTopic, toldTopic, type Happening, type StoredSkeleton } from './types.ts';

type What = EventPayload<'moments.changed'>['what'];
type Told =
  | { name: 'moments.changed'; payload: EventPayload<'moments.changed'> }
  | { name: 'moments.noticed'; payload: Record<string, never> };
type Message = { personIds: PersonId[]; told: Told };

const peopleAtOnce = 500;

export type Telling = {
  tell(personIds: readonly PersonId[], told: Told): void;
  start(): void;
  stop(): void;
};

/** Brings what happens to the sockets of every process; who has none is told nothing. */
export function createTelling({ bus, hub }: Pick<MomentsDeps, 'bus' | 'hub'>): Telling {
  let unsubscribe: (() => void) | null = null;

  function deliver(message: unknown): void {
    const { personIds, told } = message as Message;
    hub.deliver(personIds, hub.prepare({ t: 'event', ...told }));
  }

  return {
    tell(personIds, told) {
      for (let from = 0; from < personIds.length; from += peopleAtOnce) {
        const some = personIds.slice(from, from + peopleAtOnce);
        bus.publish(toldTopic, { personIds: some, told } satisfies Message);
      }
    },
    start() {
      unsubscribe ??= bus.subscribe(toldTopic, deliver);
    },
    stop() {
      unsubscribe?.();
      unsubscribe = null;
    },
  };
}

/** Who of these sees the post, were it for `audience`. Strangers who may look are not told. */
async function viewersOf(
  deps: MomentsDeps,
  { post, audience }: { post: StoredSkeleton; audience: MomentAudience },
  people: readonly PersonId[],
): Promise<Set<PersonId>> {
  const skeleton = { ...postOf(post), audience };
  const facts = await gatherFacts(
    deps,
    people.map((viewerId) => ({ post: skeleton, viewerId })),
  );
  return new Set(people.filter((_, index) => facts[index] && deps.law.reacts(facts[index])));
}

async function tellAll(deps: MomentsDeps & { telling: Telling }, it: Happening): Promise<void> {
  const { authorId, postId } = it.post;
  const people = [authorId, ...(await deps.contacts.getListed(authorId))];
  const tell = (who: Iterable<PersonId>, what: What) =>
    deps.telling.tell([...who], {
      name: 'moments.changed',
      payload: { post: { authorId, postId }, what },
    });
  switch (it.kind) {
    case 'posted':
      return tell(await viewersOf(deps, { ...it, audience: it.post.audience }, people), 'posted');
    case 'deleted':
      return tell(await viewersOf(deps, { ...it, audience: it.post.audience }, people), 'gone');
    case 'audience': {
      const before = await viewersOf(deps, { ...it, audience: it.before }, people);
      const after = await viewersOf(deps, { ...it, audience: it.post.audience }, people);
      tell(
        [...before].filter((id) => !after.has(id)),
        'gone',
      );
      tell(
        [...after].filter((id) => !before.has(id)),
        'posted',
      );
      return tell([authorId], 'changed');
    }
    case 'reacted': {
      const { byId, answeredId } = it;
      const asked = { post: postOf(it.post), viewerIds: people, byId, answeredId };
      return tell(await judgeWitnesses(deps, asked), 'changed');
    }
  }
}

/** Registers what follows from what happens at posts: notices, and word to who may see it. */
export function reactToHappenings(deps: MomentsDeps, telling: Telling): void {
  deps.outbox.react<Happening>(
    happenedTopic,
    async (it) => {
      const noticed = await addNotices(deps, it);
      await tellAll({ ...deps, telling }, it);
      telling.tell(noticed, { name: 'moments.noticed', payload: {} });
    },
    ({ post }) => `${post.authorId}/${post.postId}`,
  );
}
