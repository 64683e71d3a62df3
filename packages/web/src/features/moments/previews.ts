import { useEffect, useState } from 'react';
import { useClient } from '../../state/index.ts';

const mostKept = 60;
const urls = new Map<string, string>();

/** Shows what was just chosen without reading it back. */
export function keepPreview(blobKey: string, blob: Blob): string {
  const known = urls.get(blobKey);
  if (known !== undefined) return known;
  const url = URL.createObjectURL(blob);
  urls.set(blobKey, url);
  const [oldest] = urls;
  if (urls.size > mostKept && oldest !== undefined) {
    URL.revokeObjectURL(oldest[1]);
    urls.delete(oldest[0]);
  }
  return url;
}

/** The address of a file of a draft; read from the store after a reload. */
export function usePreview(blobKey: string | null): string | null {
  const { commands } = useClient();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (blobKey === null) return setUrl(null);
    const known = urls.get(blobKey);
    if (known !== undefined) return setUrl(known);
    let isOver = false;
    void commands.readDraftFile(blobKey).then((blob) => {
      if (!isOver && blob !== null) setUrl(keepPreview(blobKey, blob));
    });
    return () => {
      isOver = true;
    };
  }, [blobKey, commands]);
  return url;
}
