import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Moments } from './service.ts';

export function createMomentsRoutes(moments: Moments): Handlers<typeof api.moments> {
  return {
    async createPost(input, call) {
      return { post: valueOf(call, await moments.createPost(call.caller.personId, input)) };
    },
    async deletePost({ postId }, call) {
      valueOf(call, await moments.deletePost(call.caller.personId, postId));
      return {};
    },
    async setAudience(input, call) {
      return { post: valueOf(call, await moments.setAudience(call.caller.personId, input)) };
    },
    async getPost(ref, call) {
      return { post: valueOf(call, await moments.getPost(call.caller.personId, ref)) };
    },
    async getPosts({ posts }, { caller }) {
      return { posts: await moments.getPosts(caller.personId, posts) };
    },
    listFeed: async (input, call) =>
      valueOf(call, await moments.listFeed(call.caller.personId, input)),
    listAlbum: async (input, call) =>
      valueOf(call, await moments.listAlbum(call.caller.personId, input)),
    search: async (input, call) => valueOf(call, await moments.search(call.caller.personId, input)),
    async like(ref, call) {
      return { post: valueOf(call, await moments.like(call.caller.personId, ref)) };
    },
    async unlike(ref, call) {
      return { post: valueOf(call, await moments.unlike(call.caller.personId, ref)) };
    },
    async comment(input, call) {
      return { comment: valueOf(call, await moments.comment(call.caller.personId, input)) };
    },
    async deleteComment(input, call) {
      valueOf(call, await moments.deleteComment(call.caller.personId, input));
      return {};
    },
    listNotices: async (input, call) =>
      valueOf(call, await moments.listNotices(call.caller.personId, input)),
    async markNoticesRead(_input, { caller }) {
      await moments.markNoticesRead(caller.personId);
      return {};
    },
    getSettings: (_input, { caller }) => moments.getSettings(caller.personId),
    setSettings: async (input, call) =>
      valueOf(call, await moments.setSettings(call.caller.personId, input)),
  };
}
