import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { PersonCard } from '@plaza/contract';
import { Images } from 'lucide-react';
import { useClientState } from '../../state/index.ts';
import { Avatar, ButtonLink, ListRow, Note, RowIcon, Screen, SectionCard } from '../../ui/index.ts';
import { AboutContact } from './AboutContact.tsx';
import { ContactActions } from './ContactActions.tsx';
import { standingTo, type Standing } from './relations.ts';
import { RequestActions } from './RequestActions.tsx';

const whole = (state: State) => state;

/** How this person was found: it says whether they want to be asked this way. */
export type Found = { via: 'handle' | 'group' } | { via: 'code'; code: string };

function Head({ person, standing }: { person: PersonCard; standing: Standing }) {
  const { t } = useLingui();
  const remark = standing.contact?.remark ?? null;
  const own = person.displayName || t`Deleted account`;
  // Whoever only asks shows neither a picture nor a text of their own before they are accepted.
  const isAsking = standing.relation === 'request_received';
  return (
    <div className="flex flex-col items-center gap-1 pt-2 text-center">
      <Avatar
        id={person.personId}
        name={remark ?? own}
        photoPath={isAsking ? null : person.photoPath}
        size="xl"
      />
      <h2 dir="auto" className="mt-2 text-xl font-semibold">
        {remark ?? own}
      </h2>
      {remark === null ? null : (
        <p className="text-sm text-muted">
          <Trans>
            Name: <bdi>{own}</bdi>
          </Trans>
        </p>
      )}
      <p className="text-sm text-muted">
        <bdi dir="ltr">@{person.handle}</bdi>
        {isAsking || person.region === '' ? null : <bdi> · {person.region}</bdi>}
      </p>
      {isAsking || person.signature === '' ? null : (
        <p dir="auto" className="mt-1 max-w-sm text-muted">
          {person.signature}
        </p>
      )}
    </div>
  );
}

function Actions({ person, standing, found }: PersonViewProps & { standing: Standing }) {
  const { relation, contact } = standing;
  if (relation === 'self') {
    return (
      <ButtonLink to="/me" wide>
        <Trans>This is you</Trans>
      </ButtonLink>
    );
  }
  return (
    <>
      {contact?.blocked === true ? (
        <Note tone="warn">
          <Trans>You blocked this person: nothing of theirs reaches you. They are not told.</Trans>
        </Note>
      ) : null}
      {relation === 'contact' ? null : (
        <RequestActions person={person} standing={standing} found={found} />
      )}
      <ContactActions person={person} standing={standing}>
        <PostsRow personId={person.personId} standing={standing} />
        {relation === 'contact' && contact !== null ? <AboutContact contact={contact} /> : null}
      </ContactActions>
    </>
  );
}

/** Where there may be something of theirs to see; a stranger may show a few. */
function PostsRow({ personId, standing }: { personId: PersonId; standing: Standing }) {
  const { relation, contact } = standing;
  if (contact?.blocked === true || contact?.chatOnly === true) return null;
  if (relation === 'request_received') return null;
  return (
    <SectionCard>
      <ListRow
        to={`/contacts/${personId}/posts`}
        title={<Trans>Moments</Trans>}
        start={<RowIcon icon={Images} hue="pink" />}
      />
    </SectionCard>
  );
}

type PersonViewProps = { person: PersonCard; found: Found };

/** A person, and what may be done: it follows from how the viewer stands to them. */
export function PersonView({ person, found }: PersonViewProps) {
  const state = useClientState(['contacts', 'people', 'me'], whole);
  const standing = standingTo(state, person.personId);
  const shown = standing.contact?.person ?? state.people.get(person.personId) ?? person;
  return (
    <Screen>
      <Head person={shown} standing={standing} />
      <Actions person={shown} standing={standing} found={found} />
      {standing.contact?.tags.length ? (
        <SectionCard title={<Trans>Tags</Trans>}>
          <ul className="flex flex-wrap gap-2 p-4">
            {standing.contact.tags.map((tag) => (
              <li key={tag} className="rounded-full bg-soft px-3 py-1 text-sm">
                <bdi>{tag}</bdi>
              </li>
            ))}
          </ul>
        </SectionCard>
      ) : null}
    </Screen>
  );
}
