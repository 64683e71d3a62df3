/**
 * Lets calls of one name run one after the other: of two at once under one key the second finds
 * what the first one wrote, instead of spending its approval for nothing.
 */
export function createKeyTurns() {
  const running = new Map<string, Promise<unknown>>();
  return async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const before = running.get(name) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(run);
    running.set(name, mine);
    try {
      return await mine;
    } finally {
      if (running.get(name) === mine) running.delete(name);
    }
  };
}
