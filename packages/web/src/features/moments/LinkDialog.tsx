import { Trans, useLingui } from '@lingui/react/macro';
import type { PostDraft } from '@plaza/client';
import { useState } from 'react';
import { Button, Dialog, FormError, TextField } from '../../ui/index.ts';

type Link = NonNullable<PostDraft['link']>;
type LinkDialogProps = {
  link: Link | null;
  onClose(): void;
  onChoose(link: Link | null): void;
};

/** The address as a browser understands it; null when it leads to no web page. */
export function webAddress(text: string): string | null {
  const typed = text.trim();
  const whole = /^[a-z][a-z\d+.-]*:/iu.test(typed) ? typed : `https://${typed}`;
  if (typed === '' || !URL.canParse(whole)) return null;
  const { protocol, href, host } = new URL(whole);
  const isWeb = (protocol === 'http:' || protocol === 'https:') && host.includes('.');
  return isWeb && href.length <= 2_000 ? href : null;
}

/** A link to something elsewhere. */
export function LinkDialog({ link, onClose, onChoose }: LinkDialogProps) {
  const { t } = useLingui();
  const [url, setUrl] = useState(link?.url ?? '');
  const [title, setTitle] = useState(link?.title ?? '');
  const [problem, setProblem] = useState<string | null>(null);

  function choose(): void {
    const href = webAddress(url);
    if (href === null) return setProblem(t`This is no address of a web page.`);
    onChoose({ url: href, title: title.trim() || new URL(href).host });
    onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Link`}
      actions={
        <>
          {link === null ? null : (
            <Button
              tone="plain"
              onClick={() => {
                onChoose(null);
                onClose();
              }}
            >
              <Trans>No link</Trans>
            </Button>
          )}
          <Button onClick={choose}>
            <Trans>Done</Trans>
          </Button>
        </>
      }
    >
      <TextField
        label={t`Address`}
        value={url}
        onChange={setUrl}
        dir="ltr"
        inputMode="url"
        autoComplete="off"
        placeholder="https://"
      />
      <TextField
        label={t`What it is`}
        description={t`Stands in the post instead of the address.`}
        value={title}
        onChange={setTitle}
        maxLength={200}
        autoComplete="off"
      />
      <FormError>{problem}</FormError>
    </Dialog>
  );
}
