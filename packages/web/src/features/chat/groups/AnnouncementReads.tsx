import { Plural } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { useCallback } from 'react';
import { formatMoment } from '../../../i18n/format.ts';
import { api, useAnswer } from '../../../state/index.ts';
import { Avatar, ListRow, SectionCard } from '../../../ui/index.ts';
import { personName } from '../names.ts';

type AnnouncementReadsProps = { conversation: Conversation; state: State };

/** Who confirmed the announcement; the first hundred by name. */
export function AnnouncementReads({ conversation, state }: AnnouncementReadsProps) {
  const { conversationId, memberCount } = conversation;
  const ask = useCallback(
    () => api.chat.listAnnouncementReads({ conversationId }),
    [conversationId],
  );
  const { data } = useAnswer(ask);
  if (data === null) return null;
  const { readCount, reads } = data;
  return (
    <SectionCard
      title={
        <Plural
          value={readCount}
          one={`# of ${memberCount} has read it`}
          other={`# of ${memberCount} have read it`}
        />
      }
    >
      {reads.map(({ person, at }) => {
        const name = personName(state, person.personId);
        return (
          <ListRow
            key={person.personId}
            title={name}
            end={<time dateTime={at}>{formatMoment(at)}</time>}
            start={
              <Avatar id={person.personId} name={name} photoPath={person.photoPath} size="s" />
            }
          />
        );
      })}
    </SectionCard>
  );
}
