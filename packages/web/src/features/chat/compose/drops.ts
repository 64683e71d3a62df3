import type { ConversationId } from '@plaza/base';
import { useEffect, useRef } from 'react';
import { create } from 'zustand';

/** Whether files are being dragged over the page, for a conversation that takes them. */
export const useDragging = create<{ over: ConversationId | null }>()(() => ({ over: null }));

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;

/** Takes files that are dropped anywhere on the page while a conversation is open. */
export function useDrops(id: ConversationId, take: (files: Iterable<File>) => void): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    // The browser would open the file in place of the app.
    document.addEventListener(
      'dragover',
      (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        useDragging.setState({ over: id });
      },
      { signal },
    );
    document.addEventListener(
      'dragleave',
      (event) => {
        if (event.relatedTarget === null) useDragging.setState({ over: null });
      },
      { signal },
    );
    document.addEventListener(
      'drop',
      (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        useDragging.setState({ over: null });
        latest.current(event.dataTransfer?.files ?? []);
      },
      { signal },
    );
    return () => {
      stop.abort();
      useDragging.setState({ over: null });
    };
  }, [id]);
}
