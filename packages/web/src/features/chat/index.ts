export { ChatDetail } from './ChatDetail.tsx';
export { ChatList } from './ChatList.tsx';
