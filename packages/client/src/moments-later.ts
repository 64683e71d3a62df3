import type { MomentCommands, MomentsDeps, MomentsDesk } from './moments.ts';

const names = [
  ...(['refreshFeed', 'loadOlderPosts', 'takePosts', 'forgetPost'] as const),
  ...(['takeMomentsUnread', 'likePost', 'keepPostDraft', 'readDraftFile'] as const),
  ...(['publishPost', 'dropPostDraft'] as const),
] satisfies readonly (keyof MomentCommands)[];

type AnyCommand = (...args: unknown[]) => Promise<unknown>;

/** Creates the commands of Moments, whose code comes when somebody needs it. */
export function createMomentsLater(deps: MomentsDeps): MomentsDesk {
  let loading: Promise<MomentsDesk> | null = null;
  async function load(): Promise<MomentsDesk> {
    try {
      loading ??= import('./moments.ts').then(({ createMoments }) => createMoments(deps));
      return await loading;
    } catch (error) {
      loading = null;
      throw error;
    }
  }
  const commands = names.map((name) => {
    const run: AnyCommand = async (...args) => ((await load())[name] as AnyCommand)(...args);
    return [name, run];
  });
  return {
    ...(Object.fromEntries(commands) as MomentCommands),
    resume() {
      // Mostly nothing waits.
      if (deps.core.getState().postDrafts.size === 0) return;
      void load().then((desk) => desk.resume(), deps.core.onFault);
    },
  };
}
