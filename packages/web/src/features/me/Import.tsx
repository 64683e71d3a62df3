import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ClientId } from '@plaza/base';
import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { formatNumber } from '../../i18n/format.ts';
import { api, useClient, useTask } from '../../state/index.ts';
import { Button, FormError, ListRow, Note, SectionCard } from '../../ui/index.ts';
import { batchFrom, type Archive } from './import/archive.ts';
import { parseTelegram } from './import/telegram.ts';
import { parseWhatsApp } from './import/whatsapp.ts';
import { Page } from './Page.tsx';

type Running = { archive: Archive; clientId: ClientId; done: number };

async function read(file: File): Promise<Archive[]> {
  const text = await file.text();
  const telegram = file.name.endsWith('.json') ? parseTelegram(text) : [];
  if (telegram.length > 0) return telegram;
  const whatsapp = parseWhatsApp(text, file.name);
  return whatsapp === null ? [] : [whatsapp];
}

/** Carries an archive over in order; what is there already is counted and left out. */
async function carry(
  { archive, clientId }: Pick<Running, 'archive' | 'clientId'>,
  told: { name: string; onProgress(done: number): void },
) {
  const { source, messages } = archive;
  const name = [...(archive.name || told.name)].slice(0, 60).join('');
  const { head } = await api.chat.beginImport({ clientId, name, source });
  const { conversationId, lastSeq } = head.conversation;
  // The first entry of an archive says that it was made: a second try goes on where it ended.
  let done = Math.max(0, Math.min(messages.length, lastSeq - 1));
  while (done < messages.length) {
    const items = batchFrom(messages, done);
    const { count } = await api.chat.addImported({ conversationId, from: done, items });
    done = count;
    told.onProgress(done);
  }
  return { head, conversationId };
}

/** Brings the history of another messenger into an archive that only I see. */
export default function Import() {
  const { t } = useLingui();
  const client = useClient();
  const [, navigate] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<readonly Archive[] | null>(null);
  const [running, setRunning] = useState<Running | null>(null);
  const task = useTask();

  async function choose(file: File): Promise<void> {
    setFound(null);
    await task.run(async () => setFound(await read(file)));
  }

  async function start(archive: Archive): Promise<void> {
    const again = running?.archive === archive ? running : null;
    const begun = again ?? { archive, clientId: client.newId<ClientId>(), done: 0 };
    setRunning(begun);
    await task.run(async () => {
      const onProgress = (done: number) => setRunning({ ...begun, done });
      const { head, conversationId } = await carry(begun, { name: t`Imported`, onProgress });
      await client.commands.takeHead(head);
      navigate(`/chats/${conversationId}`);
    });
  }

  return (
    <Page title={t`Import chats`}>
      <Note>
        <Trans>
          Choose the text that WhatsApp exports (“Export chat”, without media), or the result.json
          of Telegram Desktop. It is read on this device; what you import, only you see.
        </Trans>
      </Note>
      <input
        ref={input}
        type="file"
        accept=".txt,.json,text/plain,application/json"
        aria-label={t`File of another messenger`}
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) void choose(file);
          target.value = '';
        }}
      />
      <Button
        busy={task.busy && running === null}
        icon={<FileUp aria-hidden="true" className="size-5" />}
        onClick={() => input.current?.click()}
      >
        <Trans>Choose a file</Trans>
      </Button>
      <FormError>
        {found?.length === 0 ? t`Nothing of the kind was found in this file.` : task.failure?.text}
      </FormError>
      {found === null || found.length === 0 ? null : (
        <SectionCard title={<Trans>Found in the file</Trans>}>
          {found.map((archive, index) => (
            <ListRow
              // eslint-disable-next-line react/no-array-index-key -- two may have the same name
              key={index}
              title={archive.name || t`Conversation`}
              subtitle={
                <Plural value={archive.messages.length} one="# message" other="# messages" />
              }
              end={
                running?.archive === archive && task.busy ? (
                  <span role="status">{formatNumber(running.done)}</span>
                ) : (
                  <Button tone="soft" disabled={task.busy} onClick={() => void start(archive)}>
                    <Trans>Import</Trans>
                  </Button>
                )
              }
            />
          ))}
        </SectionCard>
      )}
    </Page>
  );
}
