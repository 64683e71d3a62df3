export { createChatRoutes } from './routes.ts';
export { createChat, type Chat, type ChatDeps, type ChatStats } from './service.ts';
